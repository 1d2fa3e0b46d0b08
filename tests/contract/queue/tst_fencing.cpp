// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/queue/queuefixture.h"

using namespace slipway;
using namespace std::chrono_literals;
using domain::FailureClass;
using test::await;

/// Who lost a lease can write nothing: every operation with a token, after every way to lose it.
class TstFencing final : public test::QueueFixture {
    Q_OBJECT

    /// Task 1 is in the hands of somebody else, or of nobody.
    void lose(const QString &how)
    {
        const auto is = [&](const char *name) { return how == QLatin1String(name); };
        if (is("released") || is("released and claimed again")) {
            QVERIFY_RESULT(await(queue().release(key(1))));
        } else if (is("expired") || is("expired and claimed again")) {
            clock.advance(lease);
            QCOMPARE(await(queue().recover())->size(), 1);
        } else if (is("buried")) {
            QVERIFY_RESULT(await(queue().bury(key(1), FailureClass::Budget, {})));
        } else if (is("cancelled")) {
            QVERIFY_RESULT(await(queue().cancel(key(1), {})));
        } else if (is("project removed")) {
            QVERIFY_RESULT(await(queue().removeProject(QStringLiteral("shop"))));
        } else if (is("Redis lost everything")) {
            ask({ "FLUSHALL" });
            clock.advance(1ms); // counting starts anew, time does not
            add(task(1));
            claim();
        }
        if (how.endsWith(QLatin1String("claimed again")))
            QCOMPARE(claim(Type::Backend, QStringLiteral("w2")).task.key.number, 1);
    }

    Result<> write(const QString &operation, const queue::Claim &held)
    {
        const auto is = [&](const char *name) { return operation == QLatin1String(name); };
        const auto only = [](const auto &result) { return result ? Result<> {} : Result<>(forward(result)); };
        const QString token = held.lease.token;
        queue::TaskEnd end;
        end.failure = FailureClass::AgentError;
        end.costUsd = 1;
        if (is("extend"))
            return await(queue().extend(key(1), token, lease));
        if (is("verify"))
            return only(await(queue().verify(key(1), token)));
        if (is("complete for review"))
            return only(await(queue().completeTask(key(1), token, Phase::InReview, QStringLiteral("b"), 7, end)));
        if (is("complete"))
            return only(await(queue().completeTask(key(1), token, Phase::Done, QStringLiteral("b"), 7, end)));
        if (is("complete and claim"))
            return only(await(queue().completeAndClaim(held, Phase::Done, QStringLiteral("b"), 7, end, lease)));
        if (is("fail"))
            return only(await(queue().failTask(key(1), token, end)));
        return only(await(queue().handBack(key(1), token)));
    }

    static inline const QStringList operations { QStringLiteral("extend"),   QStringLiteral("verify"),
                                                 QStringLiteral("complete"), QStringLiteral("complete for review"),
                                                 QStringLiteral("fail"),     QStringLiteral("complete and claim"),
                                                 QStringLiteral("handBack") };

private Q_SLOTS:
    void aLostLeaseWritesNothing_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("operation");
        for (const char *how : { "released", "released and claimed again", "expired", "expired and claimed again",
                                 "buried", "cancelled", "project removed", "Redis lost everything" }) {
            for (const QString &operation : operations)
                QTest::addRow("%s, then %s", how, qPrintable(operation)) << QString::fromLatin1(how) << operation;
        }
    }

    void aLostLeaseWritesNothing()
    {
        QFETCH(QString, how);
        QFETCH(QString, operation);
        add(task(1));
        const auto held = claim();
        lose(how);
        const auto before = ask({ "HGETALL", keys.task(key(1)) }).pairs();
        add(task(2)); // which must not be claimed
        const auto events = ask({ "XLEN", keys.events() }).integer;
        const auto result = write(operation, held);
        QVERIFY_ERROR(result, ErrorCode::Conflict);
        QVERIFY2(queue::isStaleLease(result.error()), qPrintable(result.error().message));
        QVERIFY(!result.error().hint.contains(QLatin1Char('|')));
        QCOMPARE(ask({ "HGETALL", keys.task(key(1)) }).pairs(), before);
        QCOMPARE(ask({ "XLEN", keys.events() }).integer, events);
        QCOMPARE_PHASE(phaseOf(2), Phase::Ready);
    }

    void theHolderIsNotRefused_data()
    {
        QTest::addColumn<QString>("operation");
        for (const QString &operation : operations)
            QTest::newRow(qPrintable(operation)) << operation;
    }

    void theHolderIsNotRefused()
    {
        QFETCH(QString, operation);
        add(task(1));
        const auto held = claim();
        QVERIFY_RESULT(write(operation, held));
        // Its token ends nothing else after that.
        if (operation == QLatin1String("complete"))
            QVERIFY(queue::isStaleLease(write(QStringLiteral("complete for review"), held).error()));
        if (operation != QLatin1String("extend") && operation != QLatin1String("verify"))
            QVERIFY(queue::isStaleLease(write(QStringLiteral("extend"), held).error()));
    }

    void anotherPhaseIsAnotherError()
    {
        add(task(1));
        const auto result = await(queue().release(key(1)));
        QVERIFY_ERROR(result, ErrorCode::Conflict);
        QVERIFY(!queue::isStaleLease(result.error()));
        auto made = claim();
        for (const auto &token : { QString(), QStringLiteral("0"), QStringLiteral("made up") }) {
            made.lease.token = token;
            for (const QString &operation : operations)
                QVERIFY(queue::isStaleLease(write(operation, made).error()));
        }
    }

    void completingClaimsTheNext()
    {
        add(task(1));
        add(task(2, Type::Backend, 3, { 1 })); // becomes ready by it
        add(task(3, Type::Backend, 4));
        add(task(4, Type::Qa, 0));
        auto held = claim();
        QCOMPARE(held.task.key.number, 3);
        QVERIFY_RESULT(await(queue().handBack(key(3), held.lease.token)));
        QVERIFY_RESULT(await(queue().prioritise(key(1), 1)));
        held = claim();
        queue::TaskEnd end;
        end.costUsd = 0.5;
        auto relay = await(queue().completeAndClaim(held, Phase::Done, QStringLiteral("b1"), 11, end, lease));
        QVERIFY_RESULT(relay);
        QCOMPARE_PHASE(relay->ended.phase, Phase::Done);
        QCOMPARE(relay->ended.branch, QStringLiteral("b1"));
        QCOMPARE(relay->ended.costUsd, 0.5);
        QVERIFY(relay->next);
        QCOMPARE(relay->next->task.key.number, 2);
        QCOMPARE(relay->next->lease.owner, held.lease.owner);
        QCOMPARE(relay->next->lease.untilMs, clock.nowMs() + lease.count());
        QCOMPARE(relay->next->task.attempts, 1);
        relay = await(queue().completeAndClaim(*relay->next, Phase::InReview, {}, 12, {}, lease));
        QVERIFY_RESULT(relay);
        QCOMPARE(relay->next->task.key.number, 3);
        QVERIFY_RESULT(await(queue().setPaused({}, true, {})));
        relay = await(queue().completeAndClaim(*relay->next, Phase::Done, {}, 0, {}, lease));
        QVERIFY_RESULT(relay);
        QVERIFY(!relay->next);
        QCOMPARE_PHASE(phaseOf(3), Phase::Done);
        QVERIFY_ERROR(await(queue().completeAndClaim(held, Phase::Ready, {}, 0, {}, lease)), ErrorCode::Invalid);
    }
};

SLIPWAY_TEST(TstFencing)
#include "tst_fencing.moc"
