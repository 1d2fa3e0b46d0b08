// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/reply.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway;

class TstReply final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void errorsHaveAClass_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("code");
        const auto row
            = [](const char *line, ErrorCode code) { QTest::newRow(line) << QByteArray(line) << base::toString(code); };
        row("WRONGTYPE Operation against a key holding the wrong kind of value", ErrorCode::Invalid);
        row("ERR unknown command 'FOO'", ErrorCode::Invalid);
        row("OOM command not allowed when used memory > 'maxmemory'.", ErrorCode::Exhausted);
        row("MISCONF Redis is configured to save RDB snapshots", ErrorCode::Exhausted);
        row("READONLY You can't write against a read only replica.", ErrorCode::Unavailable);
        row("LOADING Redis is loading the dataset in memory", ErrorCode::Unavailable);
        row("MASTERDOWN Link with MASTER is down", ErrorCode::Unavailable);
        row("BUSY Redis is busy running a script.", ErrorCode::Unavailable);
        row("ERR max number of clients reached", ErrorCode::Unavailable);
        row("NOAUTH Authentication required.", ErrorCode::Denied);
        row("WRONGPASS invalid username-password pair or user is disabled.", ErrorCode::Denied);
        row("NOPERM User x has no permissions", ErrorCode::Denied);
        row("MOVED 3999 127.0.0.1:6381", ErrorCode::Unsupported);
        row("BUSYGROUP Consumer Group name already exists", ErrorCode::Conflict);
        row("NOGROUP No such key", ErrorCode::NotFound);
        row("NOSCRIPT No matching script.", ErrorCode::NotFound);
    }

    void errorsHaveAClass()
    {
        QFETCH(QByteArray, line);
        const auto error = redis::errorFromServer(line);
        QTEST(base::toString(error.code), "code");
        QCOMPARE(error.detail, QString::fromUtf8(line));
        QVERIFY(!error.message.isEmpty());
    }

    void ourScriptsSayWhatFailed()
    {
        const auto error = redis::errorFromServer("SLIPWAY conflict Task a:1 is running|Release it first");
        QCOMPARE(toString(error.code), toString(ErrorCode::Conflict));
        QCOMPARE(error.message, QStringLiteral("Task a:1 is running"));
        QCOMPARE(error.hint, QStringLiteral("Release it first"));
    }

    void pairsAndStringsTakeIntegersAsText()
    {
        using redis::Reply;
        const Reply key { Reply::Kind::String, 0, "a", {} };
        const Reply value { Reply::Kind::Integer, 7, {}, {} };
        const Reply odd { Reply::Kind::String, 0, "left over", {} };
        const Reply reply { Reply::Kind::Array, 0, {}, { key, value, odd } };
        QCOMPARE(reply.strings(), (QList<QByteArray> { "a", "7", "left over" }));
        QCOMPARE(reply.pairs(), (QMap<QByteArray, QByteArray> { { "a", "7" } }));
    }
};

SLIPWAY_TEST(TstReply)
#include "tst_reply.moc"
