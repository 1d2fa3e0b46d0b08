// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/queue/queuefixture.h"

using namespace slipway;
using namespace std::chrono_literals;
using test::await;

class TstClaiming final : public test::QueueFixture {
    Q_OBJECT
private Q_SLOTS:
    void theLowestPriorityNumberComesFirst()
    {
        add(task(1, Type::Backend, 5));
        add(task(2, Type::Backend, 0));
        add(task(3, Type::Backend, 9));
        add(task(4, Type::Backend, 2));
        QList<int> order;
        for (int i = 0; i < 4; ++i)
            order.append(claim().task.key.number);
        QCOMPARE(order, (QList<int> { 2, 4, 1, 3 }));
        QCOMPARE(claim().task.key.number, 0);
    }

    void equalPrioritiesAreFirstInFirstOut()
    {
        // Titles that would sort the other way, and more than ten, so that "10" < "9" as text would show.
        for (int i = 30; i >= 1; --i) {
            auto one = task(i);
            one.title = QString(QChar(QLatin1Char(char('A' + i % 26)))).append(one.title);
            add(one);
        }
        for (int i = 30; i >= 1; --i)
            QCOMPARE(claim().task.key.number, i);
    }

    void typesAreSeparate()
    {
        for (const auto type : domain::allAgentTypes())
            add(task(10 + int(type), type));
        for (const auto type : domain::allAgentTypes()) {
            const auto claimed = claim(type);
            QCOMPARE(claimed.task.key.number, 10 + int(type));
            QVERIFY(claimed.task.type == type);
            QCOMPARE(claim(type).task.key.number, 0);
        }
    }

    void aClaimIsALease()
    {
        add(task(1));
        const auto claimed = claim();
        QCOMPARE_PHASE(claimed.task.phase, Phase::Running);
        QCOMPARE(claimed.task.attempts, 1);
        QCOMPARE(claimed.lease.owner, QStringLiteral("w1"));
        QVERIFY(!claimed.lease.token.isEmpty());
        QCOMPARE(claimed.lease.untilMs, clock.nowMs() + lease.count());
        QCOMPARE(claimed.task.leaseToken, claimed.lease.token);
        QCOMPARE(base::isoTime(claimed.task.assignedAt), base::isoTime(clock.now()));
        QVERIFY_RESULT(await(queue().verify(key(1), claimed.lease.token)));
    }

    void tokensGrowAndNeverRepeat()
    {
        qint64 last = 0;
        QSet<QString> seen;
        for (int i = 1; i <= 20; ++i) {
            add(task(i));
            const auto token = claim().lease.token;
            const qint64 number = token.section(QLatin1Char('-'), 0, 0).toLongLong();
            QVERIFY(number > last);
            QVERIFY(!seen.contains(token));
            seen.insert(token);
            last = number;
        }
        // Also when Redis has forgotten everything.
        ask({ "FLUSHALL" });
        clock.advance(1ms);
        add(task(1));
        QVERIFY(!seen.contains(claim().lease.token));
    }

    void extendingMovesTheEnd()
    {
        add(task(1));
        const auto claimed = claim();
        clock.advance(30s);
        QVERIFY_RESULT(await(queue().extend(key(1), claimed.lease.token, 60s)));
        clock.advance(59s);
        QVERIFY(await(queue().recover())->isEmpty());
        const auto stored = await(queue().task(key(1)));
        QCOMPARE((*stored)->leaseUntilMs, clock.nowMs() + 1000);
        clock.advance(1s);
        QCOMPARE(await(queue().recover())->size(), 1);
    }

    /// Every write of a worker against every way in which its token can have become stale.
    void staleTokensAreRefused_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how :
             { "released", "expired", "buried", "cancelled", "removed", "claimed by another", "forgotten" })
            QTest::newRow(how) << QString::fromLatin1(how);
    }

    void staleTokensAreRefused()
    {
        QFETCH(QString, how);
        add(task(1));
        const QString token = claim().lease.token;
        if (how == QLatin1String("released")) {
            QVERIFY_RESULT(await(queue().release(key(1))));
        } else if (how == QLatin1String("expired")) {
            clock.advance(lease + 1ms);
            QCOMPARE(await(queue().recover())->size(), 1);
        } else if (how == QLatin1String("buried")) {
            QVERIFY_RESULT(await(queue().bury(key(1), domain::FailureClass::Budget, QStringLiteral("no money"))));
        } else if (how == QLatin1String("cancelled")) {
            QVERIFY_RESULT(await(queue().cancel(key(1), QStringLiteral("not needed"))));
        } else if (how == QLatin1String("removed")) {
            QVERIFY_RESULT(await(queue().removeProject(QStringLiteral("shop"))));
        } else if (how == QLatin1String("claimed by another")) {
            QVERIFY_RESULT(await(queue().release(key(1))));
            QCOMPARE(claim(Type::Backend, QStringLiteral("w2")).task.key.number, 1);
        } else {
            ask({ "FLUSHALL" });
        }
        const auto before = ask({ "HGETALL", keys.task(key(1)) }).pairs();
        queue::TaskEnd end;
        end.failure = domain::FailureClass::AgentError;
        QVERIFY_ERROR(await(queue().extend(key(1), token, lease)), ErrorCode::Conflict);
        QVERIFY_ERROR(await(queue().verify(key(1), token)), ErrorCode::Conflict);
        QVERIFY_ERROR(await(queue().completeTask(key(1), token, Phase::Done, {}, 0)), ErrorCode::Conflict);
        QVERIFY_ERROR(await(queue().failTask(key(1), token, end)), ErrorCode::Conflict);
        QVERIFY_ERROR(await(queue().handBack(key(1), token)), ErrorCode::Conflict);
        QVERIFY_ERROR(await(queue().extend(key(1), QString(), lease)), ErrorCode::Conflict);
        QCOMPARE(ask({ "HGETALL", keys.task(key(1)) }).pairs(), before);
    }

    void foreignMembersAreSteppedOver()
    {
        ask({ "ZADD", keys.ready(Type::Backend), "0", "not json" });
        ask({ "ZADD", keys.ready(Type::Backend), "0", R"({"_seq":"1","project":"shop","issue":99})" });
        ask({ "ZADD", keys.ready(Type::Backend), "0", "17" });
        ask({ "ZADD", keys.ready(Type::Backend), "0", R"({"issue":{}})" });
        // Of a task that exists, but not the bytes under which it is ready.
        ask({ "ZADD", keys.ready(Type::Backend), "0", R"({"_seq":"1","project":"shop","issue":1})" });
        add(task(1));
        QCOMPARE(claim().task.key.number, 1);
        QCOMPARE(claim().task.key.number, 0);
    }

    void reprioritisedTasksMove()
    {
        add(task(1));
        add(task(2));
        const auto changed = await(queue().prioritise(key(2), 1));
        QVERIFY_RESULT(changed);
        QCOMPARE(changed->priority, 1);
        QCOMPARE(claim().task.key.number, 2);
        QVERIFY_ERROR(await(queue().prioritise(key(1), 10)), ErrorCode::Invalid);
        QVERIFY_ERROR(await(queue().prioritise(key(1), -1)), ErrorCode::Invalid);
        QVERIFY_ERROR(await(queue().prioritise(key(9), 1)), ErrorCode::NotFound);
    }
};

SLIPWAY_TEST(TstClaiming)
#include "tst_claiming.moc"
