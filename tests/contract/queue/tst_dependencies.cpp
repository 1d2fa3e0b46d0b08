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

    QMap<int, QList<int>> marks()
    {
        const auto stuck = await(queue().blockedByDead(QStringLiteral("shop")));
        return stuck ? *stuck : QMap<int, QList<int>> { { -1, {} } };
    }
    QString detailOf(int number) { return (*await(queue().task(key(number))))->failureDetail; }

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

    void aDeadDependencyKeepsItsDependantsBlockedAndMarked()
    {
        add(task(1));
        add(task(2, Type::Backend, 5, { 1 }));
        add(task(3, Type::Backend, 5, { 2 }));
        add(task(4, Type::Backend, 5, { 3, 9 }));
        using Marks = QMap<int, QList<int>>;
        QCOMPARE(marks(), Marks {});
        QVERIFY_RESULT(await(queue().bury(key(1), domain::FailureClass::TestsFailed, QStringLiteral("3 rounds"))));
        QCOMPARE_PHASE(phaseOf(2), Phase::Blocked);
        QCOMPARE(marks(), (Marks { { 2, { 1 } }, { 3, { 1 } }, { 4, { 1 } } }));
        // Faces see it in the task and in its event.
        QCOMPARE(detailOf(4), QStringLiteral("Waits for #1, which needs attention"));
        const auto newest = ask({ "XREVRANGE", keys.events(), "+", "-", "COUNT", "1" });
        const QByteArray event = newest.elements.value(0).elements.value(1).pairs().value("data");
        QVERIFY2(event.contains(R"("blocked_by_dead":[1])"), event.constData());
        QVERIFY2(event.contains("Waits for #1, which needs attention"), event.constData());
        // A second one, and a dependant that comes later.
        add(task(9));
        QVERIFY_RESULT(await(queue().bury(key(9), domain::FailureClass::Auth, {})));
        add(task(5, Type::Backend, 5, { 4 }));
        QCOMPARE(marks().value(5), (QList<int> { 1, 9 }));
        QCOMPARE(detailOf(5), QStringLiteral("Waits for #1, #9, which needs attention"));
        // Retried, it counts no more, all the way down.
        QVERIFY_RESULT(await(queue().requeue(key(1), {}, true)));
        QCOMPARE(marks(), (Marks { { 4, { 9 } }, { 5, { 9 } } }));
        QCOMPARE(detailOf(2), QString());
        QVERIFY_RESULT(await(queue().bury(key(1), domain::FailureClass::Auth, {})));
        QCOMPARE(marks().size(), 4);
        // A person closes the issue by hand, or replaces it.
        QVERIFY_RESULT(await(queue().close(key(1))));
        QCOMPARE_PHASE(phaseOf(2), Phase::Ready);
        QCOMPARE(marks(), (Marks { { 4, { 9 } }, { 5, { 9 } } }));
        add(task(9));
        QCOMPARE(marks(), Marks {});
    }

    void attemptsThatRunOutMarkToo()
    {
        auto one = task(1);
        one.maxAttempts = 1;
        add(one);
        add(task(2, Type::Backend, 5, { 1 }));
        queue::TaskEnd end;
        end.failure = domain::FailureClass::AgentError;
        QVERIFY_RESULT(await(queue().failTask(key(1), claim().lease.token, end)));
        QCOMPARE(marks().value(2), QList<int> { 1 });
        QVERIFY_RESULT(await(queue().requeue(key(1), {}, true)));
        claim();
        clock.advance(lease);
        QCOMPARE(await(queue().recover())->size(), 1);
        QCOMPARE(marks().value(2), QList<int> { 1 });
    }

    void aCancelledIssueIsNotWaitedFor_data()
    {
        QTest::addColumn<QString>("from");
        for (const char *from : { "ready", "running", "dead", "delayed", "in_review" })
            QTest::newRow(from) << QString::fromLatin1(from);
    }

    void aCancelledIssueIsNotWaitedFor()
    {
        QFETCH(QString, from);
        add(task(1));
        add(task(2, Type::Frontend, 5, { 1 }));
        add(task(3, Type::Frontend, 5, { 1, 2 }));
        if (from != QLatin1String("ready")) {
            const QString token = claim().lease.token;
            queue::TaskEnd end;
            end.failure = from == QLatin1String("dead") ? domain::FailureClass::Auth : domain::FailureClass::AgentError;
            if (from == QLatin1String("in_review"))
                QVERIFY_RESULT(await(queue().completeTask(key(1), token, Phase::InReview, {}, 4)));
            else if (from != QLatin1String("running"))
                QVERIFY_RESULT(await(queue().failTask(key(1), token, end)));
        }
        QCOMPARE(domain::toString(phaseOf(1)), from);
        QVERIFY_RESULT(await(queue().cancel(key(1), QStringLiteral("not needed"))));
        QCOMPARE_PHASE(phaseOf(2), Phase::Ready);
        QCOMPARE_PHASE(phaseOf(3), Phase::Blocked);
        QVERIFY(marks().isEmpty());
        QCOMPARE_PHASE(add(task(4, Type::Backend, 5, { 1 })), Phase::Ready);
    }

    void whatIsOpenedAgainIsWaitedForAgain_data()
    {
        QTest::addColumn<QString>("ended");
        QTest::addColumn<QString>("opened");
        for (const char *ended : { "done", "cancelled" }) {
            for (const char *opened : { "requeue", "enqueue", "bury" }) {
                if (QByteArray(ended) != "done" || QByteArray(opened) != "bury") // done cannot be buried
                    QTest::addRow("%s, %s", ended, opened) << QString::fromLatin1(ended) << QString::fromLatin1(opened);
            }
        }
    }

    void whatIsOpenedAgainIsWaitedForAgain()
    {
        QFETCH(QString, ended);
        QFETCH(QString, opened);
        add(task(1));
        for (int i = 2; i <= 4; ++i)
            add(task(i, Type::Frontend, i, { 1 }));
        if (ended == QLatin1String("done"))
            QVERIFY_RESULT(await(queue().close(key(1))));
        else
            QVERIFY_RESULT(await(queue().cancel(key(1), {})));
        const auto kept = claim(Type::Frontend);
        const auto returned = claim(Type::Frontend);
        if (opened == QLatin1String("requeue"))
            QVERIFY_RESULT(await(queue().requeue(key(1), {}, true)));
        else if (opened == QLatin1String("enqueue"))
            QVERIFY_RESULT(await(queue().enqueue(task(1))));
        else
            QVERIFY_RESULT(await(queue().bury(key(1), domain::FailureClass::Auth, {})));
        // Who works already goes on; who only waits for a worker waits for the issue again.
        QCOMPARE_PHASE(phaseOf(2), Phase::Running);
        QCOMPARE_PHASE(phaseOf(4), Phase::Blocked);
        QCOMPARE(marks().contains(4), opened == QLatin1String("bury"));
        QVERIFY_RESULT(await(queue().completeTask(key(2), kept.lease.token, Phase::InReview, {}, 7)));
        // Who comes back meanwhile waits too.
        const auto back = await(queue().handBack(key(3), returned.lease.token));
        QVERIFY_RESULT(back);
        QCOMPARE_PHASE(back->phase, Phase::Blocked);
        QVERIFY_RESULT(await(queue().close(key(1))));
        QCOMPARE_PHASE(phaseOf(3), Phase::Ready);
        QCOMPARE_PHASE(phaseOf(4), Phase::Ready);
        QCOMPARE(claim(Type::Frontend).task.key.number, 3);
    }

    void everyWayBackToTheQueueAsksForDependencies_data()
    {
        QTest::addColumn<QString>("way");
        for (const char *way : { "handBack", "release", "lease", "delay", "fail at once", "requeue" })
            QTest::newRow(way) << QString::fromLatin1(way);
    }

    void everyWayBackToTheQueueAsksForDependencies()
    {
        QFETCH(QString, way);
        add(task(1, Type::Frontend));
        add(task(2));
        const QString token = claim().lease.token;
        QVERIFY_RESULT(await(queue().setDependencies(key(2), { 1 })));
        QCOMPARE_PHASE(phaseOf(2), Phase::Running);
        queue::TaskEnd end;
        end.failure
            = way == QLatin1String("delay") ? domain::FailureClass::AgentError : domain::FailureClass::LeaseLost;
        if (way == QLatin1String("handBack"))
            QVERIFY_RESULT(await(queue().handBack(key(2), token)));
        else if (way == QLatin1String("release"))
            QVERIFY_RESULT(await(queue().release(key(2))));
        else if (way == QLatin1String("requeue"))
            QVERIFY_RESULT(await(queue().completeTask(key(2), token, Phase::InReview, {}, 1)));
        else if (way != QLatin1String("lease"))
            QVERIFY_RESULT(await(queue().failTask(key(2), token, end)));
        if (way == QLatin1String("requeue"))
            QVERIFY_RESULT(await(queue().requeue(key(2), {}, true)));
        if (way == QLatin1String("delay"))
            QCOMPARE_PHASE(phaseOf(2), Phase::Delayed);
        clock.advance(lease);
        QVERIFY_RESULT(await(queue().recover()));
        QCOMPARE_PHASE(phaseOf(2), Phase::Blocked);
        QVERIFY_RESULT(await(queue().close(key(1))));
        QCOMPARE_PHASE(phaseOf(2), Phase::Ready);
    }

    void dependenciesCanBeEdited()
    {
        for (int i = 1; i <= 3; ++i)
            add(task(i));
        add(task(4, Type::Frontend, 5, { 1 }));
        add(task(5, Type::Frontend, 5, { 4 }));
        auto edited = await(queue().setDependencies(key(4), { 2, 3 }));
        QVERIFY_RESULT(edited);
        QCOMPARE(edited->dependsOn, (QList<int> { 2, 3 }));
        QVERIFY_RESULT(await(queue().close(key(1)))); // counts no more
        QCOMPARE_PHASE(phaseOf(4), Phase::Blocked);
        QVERIFY_RESULT(await(queue().bury(key(2), domain::FailureClass::Auth, {})));
        QCOMPARE(marks().value(5), QList<int> { 2 });
        edited = await(queue().setDependencies(key(4), { 3 }));
        QVERIFY_RESULT(edited);
        QVERIFY(marks().isEmpty());
        QVERIFY(edited->failureDetail.isEmpty());
        edited = await(queue().setDependencies(key(4), {}));
        QVERIFY_RESULT(edited);
        QCOMPARE_PHASE(edited->phase, Phase::Ready);
        edited = await(queue().setDependencies(key(4), { 2 }));
        QVERIFY_RESULT(edited);
        QCOMPARE_PHASE(edited->phase, Phase::Blocked);
        QCOMPARE(marks(), (QMap<int, QList<int>> { { 4, { 2 } }, { 5, { 2 } } }));
        const auto circle = await(queue().setDependencies(key(2), { 3, 5 }));
        QVERIFY_ERROR(circle, ErrorCode::Invalid);
        QVERIFY2(circle.error().message.contains(QStringLiteral("#2 → #5 → #4 → #2")),
                 qPrintable(circle.error().message));
        QVERIFY((*await(queue().task(key(2))))->dependsOn.isEmpty()); // nothing was stored
        QVERIFY_ERROR(await(queue().setDependencies(key(9), {})), ErrorCode::NotFound);
        QVERIFY_ERROR(await(queue().setDependencies(key(4), { 0 })), ErrorCode::Invalid);
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
        QVERIFY_RESULT(await(queue().requeue(key(1), {}, true)));
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
