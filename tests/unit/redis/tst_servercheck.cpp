// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/servercheck.h"
#include "tests/support/asynctest.h"
#include "tests/support/redisfixture.h"
#include "tests/support/testmain.h"

using namespace slipway;

class TstServerCheck final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void judges_data()
    {
        QTest::addColumn<QByteArray>("info");
        QTest::addColumn<QString>("expected"); // a word of the message; empty: fine
        const auto row = [](const char *name, const char *info, const char *expected) {
            QTest::newRow(name) << QByteArray(info) << QString::fromLatin1(expected);
        };
        row("redis 8",
            "# Server\r\nredis_version:8.0.2\r\nredis_mode:standalone\r\nrole:master\r\ncluster_enabled:0\r\n", "");
        row("redis 7.0", "redis_version:7.0.15\r\nrole:master\r\ncluster_enabled:0\r\n", "");
        row("valkey", "redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.1\r\nrole:master\r\n", "");
        row("redis 6", "redis_version:6.2.7\r\nrole:master\r\ncluster_enabled:0\r\n", "6.2.7");
        row("cluster", "redis_version:7.4.0\r\nrole:master\r\ncluster_enabled:1\r\n", "cluster");
        row("replica", "redis_version:7.4.0\r\nrole:slave\r\nmaster_host:m\r\nmaster_port:6379\r\n", "replica");
        row("not redis", "hello", "version");
    }

    void judges()
    {
        QFETCH(QByteArray, info);
        QFETCH(QString, expected);
        const auto verdict = redis::judgeInfo(info, QStringLiteral("redis://box:6379"));
        QCOMPARE(verdict.has_value(), expected.isEmpty());
        if (verdict)
            return;
        QCOMPARE(toString(verdict.error().code), toString(ErrorCode::Unsupported));
        QVERIFY2(verdict.error().message.contains(expected), qPrintable(verdict.error().message));
        QVERIFY(!verdict.error().hint.isEmpty());
    }

    void asksARealServer()
    {
        if (!test::RedisFixture::isAvailable())
            QSKIP("redis-server is not installed");
        test::RedisFixture server;
        redis::RedisClient client(*redis::RedisAddress::parse(server.url()));
        QVERIFY_RESULT(test::await(redis::checkServer(client)));
        const QList<QByteArray> follow { "REPLICAOF", "127.0.0.1", "1" };
        QVERIFY_RESULT(test::await(client.command(follow)));
        const auto verdict = test::await(redis::checkServer(client));
        QVERIFY(!verdict);
        QCOMPARE(toString(verdict.error().code), toString(ErrorCode::Unsupported));
    }
};

SLIPWAY_TEST(TstServerCheck)
#include "tst_servercheck.moc"
