// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/queue/queuefixture.h"

using namespace slipway;
using namespace std::chrono_literals;
using domain::FailureClass;
using test::await;

class TstEnding final : public test::QueueFixture {
    Q_OBJECT

    domain::Task fail(FailureClass failure, std::chrono::milliseconds retryAfter = 0ms)
    {
        const auto claimed = claim();
        queue::TaskEnd end;
        end.failure = failure;
        end.detail = QStringLiteral("because");
        end.retryAfter = retryAfter;
        const auto after = await(queue().failTask(claimed.task.key, claimed.lease.token, end));
        return after ? *after : domain::Task {};
    }

    /// Brings task 1 into a phase by the ways that lead there.
    void bring(Phase phase)
    {
        if (phase == Phase::Blocked) {
            add(task(1), true);
            return;
        }
        add(task(1));
        queue::TaskEnd end;
        end.failure = FailureClass::AgentError;
        const QString token = phase == Phase::Ready ? QString() : claim().lease.token;
        if (phase == Phase::Delayed)
            QVERIFY_RESULT(await(queue().failTask(key(1), token, end)));
        else if (phase == Phase::InReview || phase == Phase::Done)
            QVERIFY_RESULT(await(queue().completeTask(key(1), token, phase, {}, 0)));
        else if (phase == Phase::Dead)
            QVERIFY_RESULT(await(queue().bury(key(1), FailureClass::Auth, QStringLiteral("no"))));
        else if (phase == Phase::Cancelled)
            QVERIFY_RESULT(await(queue().cancel(key(1), QStringLiteral("no"))));
        QCOMPARE_PHASE(phaseOf(1), phase);
    }

private Q_SLOTS:
    void completingForReviewKeepsBranchAndPullRequest()
    {
        add(task(1));
        const auto claimed = claim();
        queue::TaskEnd end;
        end.costUsd = 0.25;
        const auto after = await(
            queue().completeTask(key(1), claimed.lease.token, Phase::InReview, QStringLiteral("issue-1"), 17, end));
        QVERIFY_RESULT(after);
        QCOMPARE_PHASE(after->phase, Phase::InReview);
        QCOMPARE(after->branch, QStringLiteral("issue-1"));
        QCOMPARE(after->pr, 17);
        QCOMPARE(after->costUsd, 0.25);
        QVERIFY(after->leaseToken.isEmpty() && after->leaseOwner.isEmpty());
        QCOMPARE(after->leaseUntilMs, 0);
        // A later round without a new branch keeps the old one and adds to the cost.
        QVERIFY_RESULT(await(queue().requeue(key(1), {}, false)));
        const auto again = claim();
        const auto done = await(queue().completeTask(key(1), again.lease.token, Phase::Done, {}, 0, end));
        QVERIFY_RESULT(done);
        QCOMPARE(done->branch, QStringLiteral("issue-1"));
        QCOMPARE(done->pr, 17);
        QCOMPARE(done->costUsd, 0.5);
    }

    void endingTwiceWithOneTokenIsOnce()
    {
        // The answer got lost and the worker asks again.
        queue::TaskEnd end;
        end.costUsd = 1;
        add(task(1));
        auto token = claim().lease.token;
        for (int i = 0; i < 2; ++i) {
            const auto after = await(queue().completeTask(key(1), token, Phase::InReview, QStringLiteral("b"), 3, end));
            QVERIFY_RESULT(after);
            QCOMPARE(after->costUsd, 1.0);
        }
        QVERIFY_ERROR(await(queue().completeTask(key(1), token, Phase::Done, {}, 0, end)), ErrorCode::Conflict);
        end.failure = FailureClass::AgentError;
        add(task(2));
        token = claim().lease.token;
        for (int i = 0; i < 2; ++i) {
            const auto after = await(queue().failTask(key(2), token, end));
            QVERIFY_RESULT(after);
            QCOMPARE(after->costUsd, 1.0);
            QCOMPARE(after->attempts, 1);
        }
        add(task(3));
        token = claim().lease.token;
        for (int i = 0; i < 2; ++i)
            QVERIFY_RESULT(await(queue().handBack(key(3), token)));
    }

    void onlyReviewAndDoneComplete()
    {
        add(task(1));
        const auto token = claim().lease.token;
        for (const auto phase : { Phase::Ready, Phase::Dead, Phase::Running, Phase::Blocked })
            QVERIFY_ERROR(await(queue().completeTask(key(1), token, phase, {}, 0)), ErrorCode::Invalid);
    }

    void failuresAreTriedAgainByTheirClass_data()
    {
        QTest::addColumn<QString>("failure");
        QTest::addColumn<qint64>("firstDelay"); // ms; -1: dead at once
        QTest::addColumn<qint64>("secondDelay");
        QTest::addColumn<bool>("consumes");
        const auto row = [](const char *failure, qint64 first, qint64 second, bool consumes) {
            QTest::newRow(failure) << QString::fromLatin1(failure) << first << second << consumes;
        };
        row("agent_error", 5000, 10000, true);
        row("tests_failed", 5000, 10000, true);
        row("conflict", 5000, 10000, true);
        row("setup_failed", 5000, 10000, true);
        row("internal", 5000, 10000, true);
        row("timeout", 1000, 1000, true);
        row("stalled", 1000, 1000, true);
        row("lease_lost", 0, 0, false);
        row("rate_limited", 30000, 60000, false);
        row("usage_limit", 300000, 600000, false);
        row("forge_unavailable", 5000, 10000, false);
        row("no_changes", -1, -1, true);
        row("auth", -1, -1, true);
        row("cancelled", -1, -1, true);
        row("budget", -1, -1, true);
        row("sandbox", -1, -1, true);
    }

    void failuresAreTriedAgainByTheirClass()
    {
        QFETCH(QString, failure);
        QFETCH(qint64, firstDelay);
        QFETCH(qint64, secondDelay);
        QFETCH(bool, consumes);
        const auto failureClass = domain::failureClassFromString(failure);
        add(task(1));
        for (const qint64 delay : { firstDelay, secondDelay }) {
            const auto after = fail(failureClass);
            QVERIFY(after.failureClass == failureClass);
            QCOMPARE(after.failureDetail, QStringLiteral("because"));
            if (delay < 0) {
                QCOMPARE_PHASE(after.phase, Phase::Dead);
                return;
            }
            QCOMPARE_PHASE(after.phase, delay == 0 ? Phase::Ready : Phase::Delayed);
            if (delay == 0)
                continue;
            const auto due = await(queue().nextDue());
            QVERIFY(due && *due);
            QCOMPARE((*due)->count(), delay);
            clock.advance(std::chrono::milliseconds(delay - 1));
            QVERIFY(await(queue().recover())->isEmpty());
            clock.advance(1ms);
            QCOMPARE(await(queue().recover())->size(), 1);
            QCOMPARE_PHASE(phaseOf(1), Phase::Ready);
        }
        QCOMPARE((*await(queue().task(key(1))))->attempts, consumes ? 2 : 0);
    }

    void attemptsRunOut()
    {
        auto one = task(1);
        one.maxAttempts = 2;
        add(one);
        QCOMPARE_PHASE(fail(FailureClass::AgentError).phase, Phase::Delayed);
        clock.advance(5s);
        QCOMPARE(await(queue().recover())->size(), 1);
        QCOMPARE_PHASE(fail(FailureClass::AgentError).phase, Phase::Dead);
        QCOMPARE(claim().task.key.number, 0);
    }

    void waitingForALimitNeverUsesThemUp()
    {
        auto one = task(1);
        one.maxAttempts = 1;
        add(one);
        for (int i = 0; i < 12; ++i) {
            QCOMPARE_PHASE(fail(FailureClass::UsageLimit, 90min).phase, Phase::Delayed);
            QCOMPARE(await(queue().nextDue())->value().count(), std::chrono::milliseconds(90min).count());
            clock.advance(90min);
            QCOMPARE(await(queue().recover())->size(), 1);
        }
        QCOMPARE_PHASE(fail(FailureClass::AgentError).phase, Phase::Dead);
    }

    void delaysAreCapped()
    {
        auto one = task(1);
        one.maxAttempts = 60;
        add(one);
        qint64 last = 0;
        for (int i = 0; i < 50; ++i) {
            QCOMPARE_PHASE(fail(FailureClass::TestsFailed).phase, Phase::Delayed);
            last = await(queue().nextDue())->value().count();
            QVERIFY(last <= std::chrono::milliseconds(10min).count());
            clock.advance(std::chrono::milliseconds(last));
            QCOMPARE(await(queue().recover())->size(), 1);
        }
        QCOMPARE(last, std::chrono::milliseconds(10min).count());
    }

    void jitterSpreadsDelays()
    {
        queue::RetryPolicy policy;
        policy.jitter = 0.2;
        const auto usual = queue().policy();
        queue().setPolicy(policy);
        QSet<qint64> seen;
        for (int i = 1; i <= 30; ++i) {
            add(task(i));
            QCOMPARE_PHASE(fail(FailureClass::AgentError).phase, Phase::Delayed);
            const qint64 at = ask({ "HGET", keys.task(key(i)), "ready_at" }).string.toLongLong() - clock.nowMs();
            QVERIFY2(at >= 4000 && at <= 6000, qPrintable(QString::number(at)));
            seen.insert(at);
        }
        queue().setPolicy(usual);
        QVERIFY(seen.size() > 5);
    }

    void handingBackDoesNotCount()
    {
        add(task(1));
        for (int i = 0; i < 5; ++i) {
            const auto claimed = claim();
            QCOMPARE(claimed.task.attempts, 1);
            const auto back = await(queue().handBack(key(1), claimed.lease.token));
            QVERIFY_RESULT(back);
            QCOMPARE_PHASE(back->phase, Phase::Ready);
            QCOMPARE(back->attempts, 0);
        }
    }

    void secretsDoNotReachRedis()
    {
        add(task(1));
        const auto claimed = claim();
        queue::TaskEnd end;
        end.failure = FailureClass::Auth;
        end.detail = QStringLiteral("denied for ghp_0123456789abcdefghijABCDEFGHIJ012345");
        QVERIFY_RESULT(await(queue().failTask(key(1), claimed.lease.token, end)));
        QVERIFY(!ask({ "HGET", keys.task(key(1)), "failure_detail" }).string.contains("0123456789abcdef"));
    }

    /// Every operation of the engine in every phase: the phase it leads to, or what it fails with.
    void operationsByPhase_data()
    {
        QTest::addColumn<QString>("operation");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("expected"); // a phase, or an error code
        const QStringList phases { QStringLiteral("blocked"), QStringLiteral("ready"),     QStringLiteral("delayed"),
                                   QStringLiteral("running"), QStringLiteral("in_review"), QStringLiteral("done"),
                                   QStringLiteral("dead"),    QStringLiteral("cancelled") };
        // In the order of the phases above.
        const QList<std::pair<const char *, const char *>> table {
            { "close", "done done done conflict done done done done" },
            { "requeue", "ready ready ready conflict ready ready ready ready" },
            { "releaseHold", "ready ready delayed running in_review done dead cancelled" },
            { "bury", "dead dead dead dead dead conflict dead dead" },
            { "cancel", "cancelled cancelled cancelled cancelled cancelled conflict cancelled cancelled" },
            { "release", "conflict conflict conflict ready conflict conflict conflict conflict" },
            { "prioritise", "blocked ready delayed running in_review done dead cancelled" },
            { "setContext", "blocked ready delayed running in_review done dead cancelled" },
            { "enqueue", "ready ready ready conflict ready ready ready ready" },
            { "enqueueHeld", "blocked blocked blocked conflict blocked blocked blocked blocked" },
            { "enqueueIfNew", "blocked ready delayed running in_review done dead cancelled" },
        };
        for (const auto &[operation, outcomes] : table) {
            const auto expected = QString::fromLatin1(outcomes).split(QLatin1Char(' '));
            for (qsizetype i = 0; i < phases.size(); ++i)
                QTest::addRow("%s when %s", operation, qPrintable(phases.at(i)))
                    << QString::fromLatin1(operation) << phases.at(i) << expected.at(i);
        }
    }

    void operationsByPhase()
    {
        QFETCH(QString, operation);
        QFETCH(QString, from);
        QFETCH(QString, expected);
        bring(domain::taskPhaseFromString(from));
        Result<> result;
        const auto note = [&](const Result<domain::Task> &task) {
            if (!task)
                result = forward(task);
        };
        if (operation == QLatin1String("close"))
            note(await(queue().close(key(1))));
        else if (operation == QLatin1String("requeue"))
            note(await(queue().requeue(key(1), {}, true)));
        else if (operation == QLatin1String("releaseHold"))
            note(await(queue().releaseHold(key(1))));
        else if (operation == QLatin1String("bury"))
            note(await(queue().bury(key(1), FailureClass::Budget, QStringLiteral("no money"))));
        else if (operation == QLatin1String("cancel"))
            note(await(queue().cancel(key(1), QStringLiteral("why"))));
        else if (operation == QLatin1String("release"))
            note(await(queue().release(key(1))));
        else if (operation == QLatin1String("prioritise"))
            note(await(queue().prioritise(key(1), 3)));
        else if (operation == QLatin1String("setContext"))
            result = await(queue().setContext(key(1), { { QStringLiteral("a"), 1 } }));
        else if (operation == QLatin1String("enqueueIfNew"))
            note(await(queue().enqueueIfNew(task(1))));
        else
            note(await(queue().enqueue(task(1), operation == QLatin1String("enqueueHeld"))));
        QCOMPARE(result ? domain::toString(phaseOf(1)) : base::toString(result.error().code), expected);
        if (!result)
            QCOMPARE_PHASE(phaseOf(1), domain::taskPhaseFromString(from));
    }

    void unknownTasksAreNotFound()
    {
        QVERIFY_ERROR(await(queue().close(key(1))), ErrorCode::NotFound);
        QVERIFY_ERROR(await(queue().requeue(key(1), {}, false)), ErrorCode::NotFound);
        QVERIFY_ERROR(await(queue().releaseHold(key(1))), ErrorCode::NotFound);
        QVERIFY_ERROR(await(queue().bury(key(1), FailureClass::Auth, {})), ErrorCode::NotFound);
        QVERIFY_ERROR(await(queue().cancel(key(1), {})), ErrorCode::NotFound);
        QVERIFY_ERROR(await(queue().release(key(1))), ErrorCode::NotFound);
        QVERIFY_ERROR(await(queue().setContext(key(1), {})), ErrorCode::NotFound);
        const auto none = await(queue().task(key(1)));
        QVERIFY_RESULT(none);
        QVERIFY(!*none);
    }

    void requeueingGivesANewContext()
    {
        auto one = task(1);
        one.context = { { QStringLiteral("round"), 1 } };
        add(one);
        const auto first = claim();
        QCOMPARE(first.task.context, one.context);
        QVERIFY_RESULT(await(queue().completeTask(key(1), first.lease.token, Phase::InReview, {}, 3)));
        const QJsonObject findings { { QStringLiteral("round"), 2 },
                                     { QStringLiteral("findings"), QStringLiteral("ä \"quote\"") } };
        const auto again = await(queue().requeue(key(1), findings, false));
        QVERIFY_RESULT(again);
        QCOMPARE(again->context, findings);
        QCOMPARE(again->attempts, 1);
        QCOMPARE(claim().task.attempts, 2);
        QVERIFY_RESULT(await(queue().release(key(1))));
        const auto kept = await(queue().requeue(key(1), {}, true));
        QVERIFY_RESULT(kept);
        QCOMPARE(kept->context, findings);
        QCOMPARE(kept->attempts, 0);
    }

    void aReplacedTaskKeepsItsPlaceAndItsCost()
    {
        add(task(1));
        add(task(2));
        const auto claimed = claim();
        queue::TaskEnd end;
        end.costUsd = 2;
        QVERIFY_RESULT(await(queue().completeTask(key(1), claimed.lease.token, Phase::InReview, {}, 3, end)));
        auto changed = task(1);
        changed.title = QStringLiteral("Another title");
        const auto stored = await(queue().enqueue(changed));
        QVERIFY_RESULT(stored);
        QCOMPARE(stored->costUsd, 2.0);
        QCOMPARE(stored->title, QStringLiteral("Another title"));
        QCOMPARE(claim().task.key.number, 1);
        changed.type = Type::Frontend;
        changed.key = key(2);
        add(changed);
        QCOMPARE(claim(Type::Backend).task.key.number, 0);
        QCOMPARE(claim(Type::Frontend).task.key.number, 2);
    }

    void badTasksAreRefused()
    {
        auto bad = task(0);
        QVERIFY_ERROR(await(queue().enqueue(bad)), ErrorCode::Invalid);
        bad = task(1, Type::Backend, 10);
        QVERIFY_ERROR(await(queue().enqueue(bad)), ErrorCode::Invalid);
        bad = task(1);
        bad.key.project.clear();
        QVERIFY_ERROR(await(queue().enqueue(bad)), ErrorCode::Invalid);
        bad.key.project = QStringLiteral("a:b");
        QVERIFY_ERROR(await(queue().enqueue(bad)), ErrorCode::Invalid);
    }
};

SLIPWAY_TEST(TstEnding)
#include "tst_ending.moc"
