// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/queue/queuefixture.h"

using namespace slipway;
using namespace std::chrono_literals;
using domain::FailureClass;
using test::await;

class TstRecovering final : public test::QueueFixture {
    Q_OBJECT
private Q_SLOTS:
    void anExpiredLeaseReturnsByItself()
    {
        add(task(1));
        claim();
        clock.advance(lease - 1ms);
        QVERIFY(await(queue().recover())->isEmpty());
        clock.advance(1ms);
        const auto moved = await(queue().recover());
        QVERIFY_RESULT(moved);
        QCOMPARE(moved->size(), 1);
        const auto &back = moved->first();
        QCOMPARE_PHASE(back.phase, Phase::Ready);
        QVERIFY(back.failureClass == FailureClass::LeaseLost);
        QVERIFY(back.failureDetail.contains(QLatin1String("w1")));
        QCOMPARE(back.attempts, 1); // it counts: a task that kills its workers must not go on for ever
        QCOMPARE(claim().task.attempts, 2);
    }

    void attemptsRunOutHereToo()
    {
        auto one = task(1);
        one.maxAttempts = 2;
        add(one);
        for (const auto expected : { Phase::Ready, Phase::Dead }) {
            claim();
            clock.advance(lease);
            QCOMPARE(await(queue().recover())->size(), 1);
            QCOMPARE_PHASE(phaseOf(1), expected);
        }
    }

    void skewDelaysRecovery()
    {
        auto policy = queue().policy();
        const auto usual = policy;
        policy.leaseSkew = 5s;
        queue().setPolicy(policy);
        add(task(1));
        claim();
        QCOMPARE(await(queue().nextDue())->value().count(), (lease + std::chrono::milliseconds(5s)).count());
        clock.advance(lease + 4s);
        const auto tooEarly = await(queue().recover());
        clock.advance(1s);
        const auto moved = await(queue().recover());
        queue().setPolicy(usual);
        QVERIFY(tooEarly->isEmpty());
        QCOMPARE(moved->size(), 1);
    }

    void nextDueIsTheEarliest()
    {
        QVERIFY(!*await(queue().nextDue()));
        add(task(1));
        QVERIFY(!*await(queue().nextDue()));
        claim();
        QCOMPARE(await(queue().nextDue())->value().count(), lease.count());
        add(task(2, Type::Qa));
        const auto review = claim(Type::Qa);
        queue::TaskEnd end;
        end.failure = FailureClass::RateLimited;
        end.retryAfter = 7s;
        QVERIFY_RESULT(await(queue().failTask(key(2), review.lease.token, end)));
        QCOMPARE(await(queue().nextDue())->value().count(), 7000);
        clock.advance(10s);
        QCOMPARE(await(queue().nextDue())->value().count(), 0);
        QCOMPARE(await(queue().recover())->size(), 1);
        QCOMPARE(await(queue().nextDue())->value().count(), 50000);
    }

    void manyAreRecoveredInOneCall()
    {
        constexpr int count = 450; // more than one batch
        for (int i = 1; i <= count; ++i)
            add(task(i, domain::allAgentTypes().at(i % 5)));
        for (int i = 1; i <= count; ++i)
            claim(domain::allAgentTypes().at(i % 5));
        clock.advance(lease);
        const auto moved = await(queue().recover());
        QVERIFY_RESULT(moved);
        QCOMPARE(moved->size(), count);
        QVERIFY(await(queue().recover())->isEmpty());
    }

    void everythingSurvivesAKilledServer()
    {
        // With `everysec` a server waits with its writes while a busy disk is still at the last fsync, and is killed with them.
        const QList<QByteArray> toDisk { "CONFIG", "SET", "appendfsync", "always" };
        QVERIFY_RESULT(await(client().command(toDisk)));
        add(task(1));
        add(task(2, Type::Backend, 5, { 1 }));
        add(task(3, Type::Qa), true);
        const auto claimed = claim();
        QVERIFY_RESULT(await(queue().setPaused(QStringLiteral("shop"), true, QStringLiteral("me"))));
        const auto before = await(queue().tasks(QStringLiteral("shop")));
        server().kill();
        QTRY_VERIFY(!client().isConnected());
        QVERIFY(server().start());
        const auto after = await(queue().tasks(QStringLiteral("shop")));
        QVERIFY_RESULT(after);
        QCOMPARE(after->size(), 3);
        for (qsizetype i = 0; i < after->size(); ++i)
            QCOMPARE(domain::toJson(after->at(i), true), domain::toJson(before->at(i), true));
        QVERIFY_RESULT(await(queue().completeTask(key(1), claimed.lease.token, Phase::Done, {}, 0)));
        QCOMPARE_PHASE(phaseOf(2), Phase::Ready);
        QCOMPARE(*await(queue().pausedProjects()), QStringList { QStringLiteral("shop") });
    }
};

SLIPWAY_TEST(TstRecovering)
#include "tst_recovering.moc"
