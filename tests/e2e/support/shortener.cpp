// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/shortener.h"

#include "tests/e2e/support/slipwayhome.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace slipway::test {

void checkShortener(const QString &url)
{
    QCOMPARE(SlipwayHome::httpStatus(url + QStringLiteral("/healthz")), 200);
    QByteArray body;
    const int created = SlipwayHome::httpStatus(url + QStringLiteral("/api/links"), &body,
                                                R"({"url": "https://example.org/a/long/address"})");
    QVERIFY2(created == 200 || created == 201, QByteArray(body).constData());
    const QString code = QJsonDocument::fromJson(body).object().value(QLatin1String("code")).toString();
    QVERIFY(!code.isEmpty());
    const int followed = SlipwayHome::httpStatus(url + QLatin1Char('/') + code);
    QVERIFY2(followed >= 301 && followed <= 308, QByteArray(QByteArray::number(followed)).constData());
    QCOMPARE(SlipwayHome::httpStatus(url + QStringLiteral("/api/links/") + code + QStringLiteral("/stats"), &body),
             200);
    QVERIFY2(body.contains("clicks"), QByteArray(body).constData());
}

} // namespace slipway::test
