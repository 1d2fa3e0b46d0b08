// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/linkheader.h"
#include "tests/support/testmain.h"

using slipway::net::nextPage;

class TstLinkHeader final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theNextPageIsFound_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("next");
        QTest::addRow("none") << QByteArray() << QByteArray();
        QTest::addRow("first of many") << QByteArray(
            "<https://h/repositories/1/issues?per_page=2&page=2>; rel=\"next\", <https://h/x>; rel=\"last\"")
                                       << QByteArray("https://h/repositories/1/issues?per_page=2&page=2");
        QTest::addRow("in the middle") << QByteArray("<https://h/1>; rel=\"prev\", <https://h/3>; rel=\"next\"")
                                       << QByteArray("https://h/3");
        QTest::addRow("last") << QByteArray("<https://h/1>; rel=\"prev\", <https://h/1>; rel=\"first\"")
                              << QByteArray();
        QTest::addRow("comma in the address")
            << QByteArray("<https://h/?labels=a,b&page=2>; rel=\"next\"") << QByteArray("https://h/?labels=a,b&page=2");
        QTest::addRow("cursor, other parameters")
            << QByteArray("<https://h/?after=Y3Vyc29y%3D%3D>; title=\"x\"; rel=next")
            << QByteArray("https://h/?after=Y3Vyc29y%3D%3D");
        QTest::addRow("garbage") << QByteArray("<https://h/; rel=\"next\"") << QByteArray();
    }
    void theNextPageIsFound()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, next);
        QCOMPARE(nextPage(header).toEncoded(), next);
    }
};

SLIPWAY_TEST(TstLinkHeader)
#include "tst_linkheader.moc"
