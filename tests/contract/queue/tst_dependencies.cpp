// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/queue/queuefixture.h"

using namespace slipway;
using test::await;

class TstDependencies final : public test::QueueFixture {
    Q_OBJECT

    void finish(int number)
    {
        const auto claimed = claim();
        QCOMPARE(claimed.task.key.number, number);
        QVERIFY_RESULT(await(queue().completeTask(key(number), claimed.lease.token, Phase::Done, {}, 0)));
    }

private Q_SLOTS:
    void dependantsWaitUntilAllAreClosed()
    {
        QCOMPARE_PHASE(add(task(3, Type::Frontend, 5, { 1, 2 })), Phase::Blocked);
        QCOMPARE_PHASE(add(task(1)), Phase::Ready);
        QCOMPARE_PHASE(add(task(2)), Phase::Ready);
        QCOMPARE(claim(Type::Frontend).task.key.number, 0);
        finish(1);
        QCOMPARE_PHASE(phaseOf(3), Phase::Blocked);
        // A pull request is not enough: it has to be merged.
        const auto second = claim();
        QVERIFY_RESULT(await(queue().completeTask(key(2), second.lease.token, Phase::InReview, {}, 9)));
        QCOMPARE_PHASE(phaseOf(3), Phase::Blocked);
        QVERIFY_RESULT(await(queue().close(key(2))));
        QCOMPARE_PHASE(phaseOf(3), Phase::Ready);
        QCOMPARE(claim(Type::Frontend).task.key.number, 3);
        QVERIFY_RESULT(await(queue().close(key(2)))); // again changes nothing
        QCOMPARE_PHASE(phaseOf(3), Phase::Running);
    }

    void whatIsClosedAlreadyDoesNotBlock()
    {
        add(task(1));
        finish(1);
        QCOMPARE_PHASE(add(task(2, Type::Backend, 5, { 1 })), Phase::Ready);
    }

    void issuesWithoutATaskCanBeClosed()
    {
        QCOMPARE_PHASE(add(task(2, Type::Backend, 5, { 1, 7 })), Phase::Blocked);
        QVERIFY_RESULT(await(queue().setClosed(QStringLiteral("shop"), { 1 })));
        QCOMPARE_PHASE(phaseOf(2), Phase::Blocked);
        QVERIFY_RESULT(await(queue().setClosed(QStringLiteral("shop"), { 1, 7, 8 })));
        QCOMPARE_PHASE(phaseOf(2), Phase::Ready);
        QCOMPARE_PHASE(add(task(3, Type::Backend, 5, { 8 })), Phase::Ready);
        // Another project's numbers are others.
        auto other = task(5, Type::Backend, 5, { 1 });
        other.key.project = QStringLiteral("blog");
        QCOMPARE_PHASE(add(other), Phase::Blocked);
    }

    void aDeadDependencyKeepsItsDependantsBlocked()
    {
        add(task(1));
        add(task(2, Type::Backend, 5, { 1 }));
        QVERIFY_RESULT(await(queue().bury(key(1), domain::FailureClass::TestsFailed, QStringLiteral("3 rounds"))));
        QCOMPARE_PHASE(phaseOf(2), Phase::Blocked);
        QVERIFY_RESULT(await(queue().cancel(key(1), QStringLiteral("no"))));
        QCOMPARE_PHASE(phaseOf(2), Phase::Blocked);
        // A person closes the issue by hand.
        QVERIFY_RESULT(await(queue().close(key(1))));
        QCOMPARE_PHASE(phaseOf(2), Phase::Ready);
    }

    void requeueingDoesNotStepOverDependencies()
    {
        add(task(1));
        add(task(2, Type::Backend, 5, { 1 }));
        const auto again = await(queue().requeue(key(2), {}, true));
        QVERIFY_RESULT(again);
        QCOMPARE_PHASE(again->phase, Phase::Blocked);
        finish(1);
        QCOMPARE_PHASE(phaseOf(2), Phase::Ready);
        // Opened again, it blocks those that come later, not those that were let go.
        QVERIFY_RESULT(await(queue().requeue(key(1), {}, true)));
        QCOMPARE_PHASE(phaseOf(2), Phase::Ready);
        QCOMPARE_PHASE(add(task(3, Type::Backend, 5, { 1 })), Phase::Blocked);
    }

    void holdsAndDependenciesBothCount()
    {
        add(task(1));
        QCOMPARE_PHASE(add(task(2, Type::Backend, 5, { 1 }), true), Phase::Blocked);
        const auto released = await(queue().releaseHold(key(2)));
        QVERIFY_RESULT(released);
        QCOMPARE_PHASE(released->phase, Phase::Blocked);
        finish(1);
        QCOMPARE_PHASE(phaseOf(2), Phase::Ready);
        QCOMPARE_PHASE(add(task(3, Type::Backend, 5, { 1 }), true), Phase::Blocked);
        QVERIFY_RESULT(await(queue().close(key(2))));
        QCOMPARE_PHASE(phaseOf(3), Phase::Blocked);
        QVERIFY_RESULT(await(queue().releaseHold(key(3))));
        QCOMPARE_PHASE(phaseOf(3), Phase::Ready);
    }

    void circlesAreRefusedWithTheirPath_data()
    {
        QTest::addColumn<QList<QList<int>>>("stored"); // number, then its dependencies
        QTest::addColumn<QList<int>>("added");
        QTest::addColumn<QString>("path");
        using Lists = QList<QList<int>>;
        QTest::newRow("itself") << Lists {} << QList<int> { 1, 1 } << QStringLiteral("#1 → #1");
        QTest::newRow("two") << Lists { { 2, 1 } } << QList<int> { 1, 2 } << QStringLiteral("#1 → #2 → #1");
        QTest::newRow("four") << Lists { { 2, 3 }, { 3, 9, 4 }, { 4, 1 } } << QList<int> { 1, 8, 2 }
                              << QStringLiteral("#1 → #2 → #3 → #4 → #1");
        QTest::newRow("none") << Lists { { 2, 3 }, { 3, 4 }, { 4, 5 } } << QList<int> { 1, 2, 3, 4 } << QString();
    }

    void circlesAreRefusedWithTheirPath()
    {
        QFETCH(QList<QList<int>>, stored);
        QFETCH(QList<int>, added);
        QFETCH(QString, path);
        for (const auto &one : std::as_const(stored))
            QCOMPARE_PHASE(add(task(one.first(), Type::Backend, 5, one.mid(1))), Phase::Blocked);
        const auto result = await(queue().enqueue(task(added.first(), Type::Backend, 5, added.mid(1))));
        QCOMPARE(result.has_value(), path.isEmpty());
        if (result)
            return;
        QCOMPARE(toString(result.error().code), toString(ErrorCode::Invalid));
        QVERIFY2(result.error().message.contains(path), qPrintable(result.error().message));
        QVERIFY(!await(queue().task(key(added.first())))->has_value()); // nothing was stored
    }

    void replacingChangesWhatItWaitsFor()
    {
        add(task(1));
        add(task(2));
        add(task(3, Type::Frontend, 5, { 1 }));
        add(task(3, Type::Frontend, 5, { 2 }));
        QVERIFY_RESULT(await(queue().close(key(1))));
        QCOMPARE_PHASE(phaseOf(3), Phase::Blocked);
        QVERIFY_RESULT(await(queue().close(key(2))));
        QCOMPARE_PHASE(phaseOf(3), Phase::Ready);
    }

    void aLongChainUnblocksOneByOne()
    {
        constexpr int length = 300;
        for (int i = length; i > 1; --i)
            QCOMPARE_PHASE(add(task(i, Type::Backend, 5, { i - 1 })), Phase::Blocked);
        add(task(1));
        for (int i = 1; i <= length; ++i)
            finish(i);
        QCOMPARE(claim().task.key.number, 0);
    }
};

SLIPWAY_TEST(TstDependencies)
#include "tst_dependencies.moc"
