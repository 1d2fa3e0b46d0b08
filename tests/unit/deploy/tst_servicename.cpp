// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/servicename.h"
#include "tests/support/testmain.h"

#include <QTest>

using namespace slipway::deploy;

class TstServiceName final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void names_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("good");
        QTest::newRow("project") << QStringLiteral("url-shortener") << true;
        QTest::newRow("project like a preview") << QStringLiteral("pr-12-shop") << true;
        QTest::newRow("preview") << QStringLiteral("pr-12--shop") << true;
        QTest::newRow("preview of none") << QStringLiteral("pr-12--") << false;
        QTest::newRow("preview of a preview") << QStringLiteral("pr-1--pr-2--shop") << false;
        QTest::newRow("no number") << QStringLiteral("pr-x--shop") << false;
        QTest::newRow("zero") << QStringLiteral("pr-0--shop") << false;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("up") << QStringLiteral("..") << false;
        QTest::newRow("preview that leads up") << QStringLiteral("pr-1--../x") << false;
        QTest::newRow("upper case") << QStringLiteral("Shop") << false;
    }
    void names()
    {
        QFETCH(QString, name);
        QFETCH(bool, good);
        QCOMPARE(isServiceName(name), good);
    }
    void namesAPreview() { QCOMPARE(previewName(QStringLiteral("shop"), 12), QStringLiteral("pr-12--shop")); }
};

SLIPWAY_TEST(TstServiceName)
#include "tst_servicename.moc"
