// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/redisaddress.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway;
using redis::RedisAddress;

class TstRedisAddress final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsAddresses_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("socket");
        QTest::addColumn<QString>("credentials");
        QTest::addColumn<int>("database");
        QTest::addColumn<bool>("tls");
        QTest::addColumn<QString>("display");
        const auto row = [](const char *url, const char *host, int port, const char *socket, const char *credentials,
                            int database, bool tls, const char *display) {
            const auto text = [](const char *value) { return QString::fromLatin1(value); };
            QTest::newRow(url) << text(url) << text(host) << port << text(socket) << text(credentials) << database
                               << tls << text(display);
        };
        row("redis://box", "box", 6379, "", ":", 0, false, "redis://box:6379");
        row("redis://box:7000/3", "box", 7000, "", ":", 3, false, "redis://box:7000");
        row("redis://:s%40crt1@box", "box", 6379, "", ":s@crt1", 0, false, "redis://box:6379");
        row("rediss://me:pa%2Fss1@box:6380/0", "box", 6380, "", "me:pa/ss1", 0, true, "rediss://box:6380");
        row("redis://[::1]:6400", "::1", 6400, "", ":", 0, false, "redis://[::1]:6400");
        row("unix:///run/r.sock", "", 6379, "/run/r.sock", ":", 0, false, "unix:/run/r.sock");
        row("unix:///a%20b/r.sock?db=2", "", 6379, "/a b/r.sock", ":", 2, false, "unix:/a b/r.sock");
        row("unix:/run/r.sock", "", 6379, "/run/r.sock", ":", 0, false, "unix:/run/r.sock");
    }

    void readsAddresses()
    {
        QFETCH(QString, url);
        const auto address = RedisAddress::parse(url);
        QVERIFY_RESULT(address);
        QTEST(address->host, "host");
        QTEST(address->port, "port");
        QTEST(address->socketPath, "socket");
        QTEST(QString(address->user + QLatin1Char(':') + address->password), "credentials");
        QTEST(address->database, "database");
        QTEST(address->tls, "tls");
        QTEST(address->display(), "display");
    }

    void refusesOthers_data()
    {
        QTest::addColumn<QString>("url");
        for (const char *url : { "", "box", "http://box", "redis://", "redis://box/x", "redis://box/-1",
                                 "unix://relative/r.sock", "unix:", "unix:///r.sock?db=x", "redis://box:99999" })
            QTest::newRow(url) << QString::fromLatin1(url);
    }

    void refusesOthers()
    {
        QFETCH(QString, url);
        const auto address = RedisAddress::parse(url);
        QVERIFY(!address);
        QCOMPARE(toString(address.error().code), toString(ErrorCode::Invalid));
        QVERIFY(!address.error().hint.isEmpty());
    }

    void aSocketPathSurvivesItsUrl()
    {
        const QString path = QStringLiteral("/home/jö 100%/.ai-dev-pipeline/redis.sock");
        const auto address = RedisAddress::parse(RedisAddress::unixSocket(path).url);
        QVERIFY_RESULT(address);
        QCOMPARE(address->socketPath, path);
    }
};

SLIPWAY_TEST(TstRedisAddress)
#include "tst_redisaddress.moc"
