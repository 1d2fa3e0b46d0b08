// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/queue/queuefixture.h"

#include "core/base/files.h"

#include <QJsonArray>

using namespace slipway;
using namespace std::chrono_literals;
using test::await;

/// What redis-cli shows: the promises of the outside interface, byte for byte.
class TstLayout final : public test::QueueFixture {
    Q_OBJECT

    static domain::Task full()
    {
        auto one = task(7, Type::Backend, 2);
        one.title = QStringLiteral("Shorten \"links\" / ä € 🚢\n\\ next");
        one.labels = { QStringLiteral("backend"), QStringLiteral("priority:2") };
        one.fullName = QStringLiteral("local/shop");
        one.url = QStringLiteral("file:///x?a=1&b=<2>");
        one.context = { { QStringLiteral("body"), QStringLiteral("secret of the context") } };
        return one;
    }

    QJsonObject lastEvent(QByteArray *type = nullptr)
    {
        const auto reply = ask({ "XREVRANGE", keys.events(), "+", "-", "COUNT", "1" });
        const auto fields = reply.elements.value(0).elements.value(1).pairs();
        if (type)
            *type = fields.value("type");
        return base::parseObject(fields.value("data"));
    }

private Q_SLOTS:
    void theReadySetIsAsPromised()
    {
        add(full());
        const auto entries = ask({ "ZRANGE", "queue:agent:backend", "0", "-1", "WITHSCORES" }).strings();
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries.at(1), "2"); // exactly the integer
        const QByteArray member = entries.first();
        const QByteArray start = R"({"_seq":"000000000000001","agent_type":"backend","issue":7,"labels":["backend",)";
        QVERIFY2(member.startsWith(start), member.constData());
        const auto order
            = QByteArrayList { "_seq", "agent_type", "issue", "labels", "project", "repo", "title", "url" };
        const auto at = [&](const QByteArray &name) { return member.indexOf(QByteArray('"' + name + "\":")); };
        for (qsizetype i = 1; i < order.size(); ++i)
            QVERIFY(at(order.at(i - 1)) < at(order.at(i)));
        QCOMPARE(base::parseObject(member).size(), order.size());
        const auto json = base::parseObject(member);
        QCOMPARE(json.value(QLatin1String("title")).toString(), full().title);
        QCOMPARE(json.value(QLatin1String("url")).toString(), full().url);
        // The bytes stay the same through a whole life.
        QCOMPARE(ask({ "HGET", "task:shop:7", "member" }).string, member);
        const auto claimed = claim();
        QVERIFY_RESULT(await(queue().handBack(key(7), claimed.lease.token)));
        QCOMPARE(ask({ "ZRANGE", "queue:agent:backend", "0", "-1" }).strings().first(), member);
        QCOMPARE(QJsonObject(json).keys().first(), QStringLiteral("_seq"));
    }

    void onlyReadyTasksAreInIt()
    {
        add(task(1), true);
        add(task(2, Type::Backend, 5, { 1 }));
        add(task(3));
        claim();
        QCOMPARE(ask({ "EXISTS", "queue:agent:backend" }).integer, 0);
        QCOMPARE(ask({ "ZCARD", "queue:agent:backend:blocked" }).integer, 2);
        QCOMPARE(ask({ "ZSCORE", "queue:agent:backend:leases", "shop:3" }).string,
                 QByteArray::number(clock.nowMs() + lease.count()));
    }

    void theHashHasTheFieldsPromised()
    {
        add(full());
        const auto hash = ask({ "HGETALL", "task:shop:7" }).pairs();
        for (const char *field :
             { "agent_type",     "assigned_at", "title",      "priority",  "attempts", "max_attempts", "lease_owner",
               "lease_token",    "lease_until", "depends_on", "branch",    "pr",       "cost_usd",     "failure_class",
               "failure_detail", "updated_at",  "member",     "full_name", "project",  "issue",        "kind",
               "context",        "url",         "labels",     "status",    "phase" })
            QVERIFY2(hash.contains(field), field);
        QCOMPARE(hash.value("status"), "queued");
        QCOMPARE(hash.value("phase"), "ready");
        QCOMPARE(hash.value("agent_type"), "backend");
        QCOMPARE(hash.value("assigned_at"), base::isoTime(clock.now()).toLatin1());
        QCOMPARE(hash.value("full_name"), "local/shop");
        QCOMPARE(hash.value("depends_on"), "[]");
        QCOMPARE(hash.value("labels"), R"(["backend","priority:2"])");
        QCOMPARE(base::parseObject(hash.value("context")), full().context);
    }

    void statusFollowsThePhase()
    {
        const auto status = [this] { return ask({ "HMGET", "task:shop:1", "status", "phase" }).strings(); };
        using Pair = QList<QByteArray>;
        add(task(1), true);
        QCOMPARE(status(), (Pair { "queued", "blocked" }));
        QVERIFY_RESULT(await(queue().releaseHold(key(1))));
        QCOMPARE(status(), (Pair { "queued", "ready" }));
        auto claimed = claim();
        QCOMPARE(status(), (Pair { "in_progress", "running" }));
        queue::TaskEnd end;
        end.failure = domain::FailureClass::AgentError;
        QVERIFY_RESULT(await(queue().failTask(key(1), claimed.lease.token, end)));
        QCOMPARE(status(), (Pair { "queued", "delayed" }));
        QVERIFY_RESULT(await(queue().requeue(key(1), {}, true)));
        claimed = claim();
        QVERIFY_RESULT(await(queue().completeTask(key(1), claimed.lease.token, Phase::InReview, {}, 3)));
        QCOMPARE(status(), (Pair { "completed", "in_review" }));
        QVERIFY_RESULT(await(queue().close(key(1))));
        QCOMPARE(status(), (Pair { "completed", "done" }));
        QVERIFY_RESULT(await(queue().requeue(key(1), {}, true)));
        QVERIFY_RESULT(await(queue().bury(key(1), domain::FailureClass::Auth, {})));
        QCOMPARE(status(), (Pair { "failed", "dead" }));
        QVERIFY_RESULT(await(queue().cancel(key(1), {})));
        QCOMPARE(status(), (Pair { "failed", "cancelled" }));
    }

    void eventsAreTheTaskAsJson()
    {
        QByteArray type;
        const auto stored = await(queue().enqueue(full()));
        QVERIFY_RESULT(stored);
        QCOMPARE(lastEvent(&type), domain::toJson(*stored));
        QCOMPARE(type, "task");
        auto claimed = claim();
        auto expected = domain::toJson(claimed.task);
        QCOMPARE(lastEvent(), expected);
        QVERIFY(!QJsonDocument(lastEvent()).toJson().contains(claimed.lease.token.toUtf8()));
        queue::TaskEnd end;
        end.failure = domain::FailureClass::TestsFailed;
        end.detail = QStringLiteral("2 failed: \"a\" / \"b\"\t\nä");
        end.costUsd = 0.1234567;
        const auto failed = await(queue().failTask(key(7), claimed.lease.token, end));
        QVERIFY_RESULT(failed);
        QCOMPARE(lastEvent(), domain::toJson(*failed));
        auto dependant = task(8, Type::Backend, 5, { 7, 3 });
        dependant.pr = 12;
        QCOMPARE(lastEvent(), domain::toJson(*failed));
        const auto blocked = await(queue().enqueue(dependant));
        QCOMPARE(lastEvent(), domain::toJson(*blocked));
        QCOMPARE(lastEvent().value(QLatin1String("depends_on")).toArray(), (QJsonArray { 7, 3 }));
    }

    void everyChangeHasOneEvent()
    {
        const auto count = [this] { return ask({ "XLEN", keys.events() }).integer; };
        add(task(1));
        QCOMPARE(count(), 1);
        const auto claimed = claim();
        QCOMPARE(count(), 2);
        QVERIFY_RESULT(await(queue().extend(key(1), claimed.lease.token, lease))); // no change of state
        QVERIFY_RESULT(await(queue().verify(key(1), claimed.lease.token)));
        QVERIFY_RESULT(await(queue().setContext(key(1), {})));
        QCOMPARE(count(), 2);
        QVERIFY_RESULT(await(queue().completeTask(key(1), claimed.lease.token, Phase::Done, {}, 0)));
        QCOMPARE(count(), 3);
        QVERIFY_RESULT(await(queue().close(key(1))));
        QCOMPARE(count(), 3);
        add(task(2, Type::Backend, 5, { 3 }));
        add(task(3));
        QVERIFY_RESULT(await(queue().close(key(3))));
        QCOMPARE(count(), 7); // two added, one closed, one unblocked
    }

    void theEventStreamIsCapped()
    {
        add(task(1));
        for (int i = 0; i < 11000; i += 100) {
            QList<QList<QByteArray>> batch;
            for (int n = 0; n < 100; ++n)
                batch.append(QList<QByteArray> { "XADD", keys.events(), "*", "type", "x", "data", "{}" });
            QVERIFY_RESULT(await(client().pipeline(batch)));
        }
        QVERIFY_RESULT(await(queue().prioritise(key(1), 1)));
        QVERIFY(ask({ "XLEN", keys.events() }).integer <= 10200);
    }

    void aPrefixSeparatesTwoHomes()
    {
        queue::TaskQueue other(client(), queue::Keys("team:"), clock);
        add(task(1));
        auto second = task(2, Type::Backend, 5, { 1 });
        QVERIFY_RESULT(await(other.enqueue(second)));
        QCOMPARE(await(other.tasks(QStringLiteral("shop")))->size(), 1);
        QVERIFY_RESULT(await(queue().close(key(1))));
        QCOMPARE_PHASE((*await(other.task(key(2))))->phase, Phase::Blocked);
        QVERIFY_RESULT(await(other.setClosed(QStringLiteral("shop"), { 1 })));
        QCOMPARE((*await(other.claimNextTask(Type::Backend, QStringLiteral("w"), lease)))->task.key.number, 2);
        const auto strays = ask({ "KEYS", "*" }).strings();
        for (const auto &name : strays)
            QVERIFY(name.startsWith("team:") || name.startsWith("task:") || name.startsWith("queue:")
                    || name.startsWith("slipway:"));
        QCOMPARE(test::brokenInvariants(client(), queue::Keys("team:")), QStringList());
    }

    void tasksOfAProjectComeByNumber()
    {
        for (const int number : { 10, 9, 100, 2 }) {
            auto one = task(number);
            one.context = { { QStringLiteral("n"), number } };
            add(one);
        }
        const auto all = await(queue().tasks(QStringLiteral("shop")));
        QVERIFY_RESULT(all);
        QList<int> numbers;
        for (const auto &one : *all) {
            numbers.append(one.key.number);
            QCOMPARE(one.context.value(QLatin1String("n")).toInt(), one.key.number);
        }
        QCOMPARE(numbers, (QList<int> { 2, 9, 10, 100 }));
        const auto bare = await(queue().tasks(QStringLiteral("shop"), false));
        QCOMPARE(bare->size(), 4);
        QVERIFY(bare->first().context.isEmpty());
        QVERIFY(await(queue().tasks(QStringLiteral("none")))->isEmpty());
    }

    void countersAddUp()
    {
        int number = 0;
        const auto next = [&] { return task(++number, Type::Qa); };
        add(next(), true); // blocked
        add(next(), true);
        queue::TaskEnd end;
        end.failure = domain::FailureClass::AgentError;
        const auto run = [&] {
            add(next());
            return claim(Type::Qa);
        };
        QVERIFY_RESULT(await(queue().failTask(key(3), run().lease.token, end))); // delayed
        QVERIFY_RESULT(await(queue().completeTask(key(4), run().lease.token, Phase::InReview, {}, 1)));
        QVERIFY_RESULT(await(queue().completeTask(key(5), run().lease.token, Phase::Done, {}, 1)));
        run(); // running
        add(next());
        QVERIFY_RESULT(await(queue().bury(key(7), domain::FailureClass::Auth, {})));
        add(next());
        QVERIFY_RESULT(await(queue().cancel(key(8), {})));
        add(next()); // ready
        const auto views = await(queue().overview());
        QVERIFY_RESULT(views);
        QCOMPARE(views->size(), 5);
        const domain::QueueView expected {
            .queued = 1, .inProgress = 1, .delayed = 1, .blocked = 2, .dead = 1, .completed = 2, .failed = 2
        };
        QVERIFY(views->value(QStringLiteral("qa")) == expected);
        QVERIFY(views->value(QStringLiteral("backend")) == domain::QueueView {});
        const QMap<Phase, int> phases { { Phase::Blocked, 2 }, { Phase::Ready, 1 },    { Phase::Delayed, 1 },
                                        { Phase::Running, 1 }, { Phase::InReview, 1 }, { Phase::Done, 1 },
                                        { Phase::Dead, 1 },    { Phase::Cancelled, 1 } };
        QVERIFY(*await(queue().phases(QStringLiteral("shop"))) == phases);
        QVERIFY(await(queue().phases(QStringLiteral("none")))->isEmpty());
    }
};

SLIPWAY_TEST(TstLayout)
#include "tst_layout.moc"
