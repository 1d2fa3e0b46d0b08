// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/queue/queuefixture.h"

using namespace slipway;
using namespace std::chrono_literals;
using test::await;

class TstPausing final : public test::QueueFixture {
    Q_OBJECT

    void pause(const QString &project, bool paused = true)
    {
        QVERIFY_RESULT(await(queue().setPaused(project, paused, QStringLiteral("me"))));
    }
    domain::Task of(const QString &project, int number, int priority = 5)
    {
        auto one = task(number, Type::Backend, priority);
        one.key.project = project;
        return one;
    }
    const QString shop = QStringLiteral("shop"), blog = QStringLiteral("blog");

private Q_SLOTS:
    void pausedProjectsAreSteppedOver()
    {
        add(of(shop, 1, 0));
        add(of(blog, 2, 5));
        pause(shop);
        add(of(shop, 3, 0)); // also what comes later
        QCOMPARE(claim().task.key.toString(), QStringLiteral("blog:2"));
        QCOMPARE(claim().task.key.number, 0);
        QCOMPARE_PHASE(phaseOf(1), Phase::Ready);
        QCOMPARE(await(queue().overview())->value(QStringLiteral("backend")).queued, 2);
        pause(shop, false);
        QCOMPARE(claim().task.key.number, 1);
        QCOMPARE(claim().task.key.number, 3);
    }

    void everythingCanBePaused()
    {
        add(of(shop, 1));
        add(of(blog, 2));
        pause({});
        QCOMPARE(*await(queue().pausedProjects()), QStringList { QStringLiteral("*") });
        QCOMPARE(claim().task.key.number, 0);
        pause(blog);
        pause({}, false);
        QCOMPARE(claim().task.key.number, 1);
        QCOMPARE(claim().task.key.number, 0);
        QCOMPARE(*await(queue().pausedProjects()), QStringList { blog });
    }

    void theOrderSurvivesAPause()
    {
        for (int i = 1; i <= 5; ++i)
            add(of(shop, i));
        pause(shop);
        pause(shop); // twice is once
        QVERIFY_RESULT(await(queue().prioritise(key(4), 1)));
        pause(shop, false);
        pause(shop, false);
        QList<int> order;
        for (int i = 0; i < 5; ++i)
            order.append(claim().task.key.number);
        QCOMPARE(order, (QList<int> { 4, 1, 2, 3, 5 }));
    }

    void everyWayToReadyStopsAtAPause()
    {
        add(of(shop, 1));
        add(of(shop, 2));
        auto third = of(shop, 3);
        third.dependsOn = { 4 };
        add(third);
        const auto first = claim();
        const auto second = claim();
        pause(shop);
        QVERIFY_RESULT(await(queue().handBack(key(1), first.lease.token)));
        clock.advance(lease);
        QCOMPARE(await(queue().recover())->size(), 1);
        QVERIFY_RESULT(await(queue().setClosed(shop, { 4 })));
        QVERIFY_RESULT(await(queue().requeue(key(2), {}, true)));
        for (int i = 1; i <= 3; ++i)
            QCOMPARE_PHASE(phaseOf(i), Phase::Ready);
        QCOMPARE(claim().task.key.number, 0);
        pause(shop, false);
        QCOMPARE(claim().task.key.number, 1);
    }

    void thousandsOfPausedTasksDoNotSlowClaiming()
    {
        constexpr int count = 2000;
        for (int i = 1; i <= count; ++i)
            add(of(shop, i, 0));
        add(of(blog, 1, 9));
        pause(shop);
        ask({ "SLOWLOG", "RESET" });
        ask({ "CONFIG", "SET", "slowlog-log-slower-than", "5000" }); // 5 ms
        QCOMPARE(claim().task.key.project, blog);
        QCOMPARE(ask({ "SLOWLOG", "LEN" }).integer, 0);
        ask({ "CONFIG", "SET", "slowlog-log-slower-than", "10000" });
    }

    void runningTasksOfAPausedProjectCanEnd()
    {
        add(of(shop, 1));
        const auto claimed = claim();
        pause(shop);
        QVERIFY_RESULT(await(queue().extend(key(1), claimed.lease.token, lease)));
        QVERIFY_RESULT(await(queue().completeTask(key(1), claimed.lease.token, Phase::Done, {}, 0)));
    }

    void removingAProjectForgetsItAndItsPause()
    {
        auto second = of(shop, 2);
        second.dependsOn = { 1 };
        add(of(shop, 1));
        add(second);
        add(of(blog, 1));
        QVERIFY_RESULT(await(queue().setClosed(shop, { 9 })));
        pause(shop);
        QVERIFY_RESULT(await(queue().removeProject(shop)));
        QVERIFY(await(queue().pausedProjects())->isEmpty());
        QVERIFY(await(queue().tasks(shop))->isEmpty());
        QCOMPARE(await(queue().tasks(blog))->size(), 1);
        const auto left = ask({ "KEYS", "*shop*" });
        QVERIFY(left.elements.isEmpty());
        // The name can be used again.
        second.dependsOn = { 9 };
        QCOMPARE_PHASE(add(second), Phase::Blocked);
    }
};

SLIPWAY_TEST(TstPausing)
#include "tst_pausing.moc"
