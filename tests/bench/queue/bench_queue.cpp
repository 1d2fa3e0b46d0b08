// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Measures the queue on a private redis-server. Each line is {"bench", "row", "value", "unit", …}; bench_queue [TASKS], 10,000
// by default. Run a Release build on an idle machine.
#include "core/base/files.h"
#include "core/base/taskscope.h"
#include "core/queue/taskqueue.h"
#include "core/redis/redisserver.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <cstdio>
#include <deque>

using namespace slipway;
using namespace std::chrono_literals;
using domain::AgentType;
using queue::TaskQueue;

namespace {

constexpr auto lease = 60s;

void print(const char *row, double value, const char *unit, int count)
{
    const QJsonObject line { { QStringLiteral("bench"), QStringLiteral("queue") },
                             { QStringLiteral("row"), QString::fromLatin1(row) },
                             { QStringLiteral("value"), value },
                             { QStringLiteral("unit"), QString::fromLatin1(unit) },
                             { QStringLiteral("n"), count } };
    std::puts(base::compact(line).constData());
    std::fflush(stdout);
}

/// Percentiles in microseconds.
void printLatency(const QByteArray &row, QList<qint64> nanoseconds)
{
    std::ranges::sort(nanoseconds);
    const auto at
        = [&](double part) { return double(nanoseconds.at(qsizetype(part * double(nanoseconds.size() - 1)))) / 1000; };
    print(QByteArray(row + ".p50").constData(), at(0.5), "us", int(nanoseconds.size()));
    print(QByteArray(row + ".p99").constData(), at(0.99), "us", int(nanoseconds.size()));
}

double perSecond(int count, const QElapsedTimer &timer)
{
    return double(count) * 1e9 / double(timer.nsecsElapsed());
}

domain::Task taskOf(const QString &project, int number)
{
    domain::Task task;
    task.key = { project, number };
    task.kind = QStringLiteral("implement");
    task.title = QStringLiteral("Task %1 with a title of usual length").arg(number);
    task.labels = { QStringLiteral("backend"), QStringLiteral("priority:%1").arg(number % 10) };
    task.fullName = QStringLiteral("local/") + project;
    task.priority = number % 10;
    task.context = { { QStringLiteral("body"), QString(800, QLatin1Char('b')) },
                     { QStringLiteral("acceptance"), QString(400, QLatin1Char('a')) } };
    return task;
}

struct Shared {
    redis::RedisAddress address;
    base::SystemClock clock;
    int tasks = 10000;
    const QString project = QStringLiteral("bench");
};
using SharedPtr = std::shared_ptr<Shared>;

struct Connected {
    explicit Connected(const Shared &shared)
        : client(shared.address)
        , queue(client, queue::Keys(), shared.clock)
    {
    }
    redis::RedisClient client;
    TaskQueue queue;
};

/// Adds `count` tasks with 64 of them on the wire at a time.
Async<> fill(SharedPtr shared, QString project, int count)
{
    Connected connected(*shared);
    std::deque<Async<domain::Task>> flying;
    for (int i = 1; i <= count; ++i) {
        flying.push_back(connected.queue.enqueue(taskOf(project, i)));
        if (flying.size() < 64 && i < count)
            continue;
        while (!flying.empty()) {
            const auto stored = co_await std::move(flying.front());
            flying.pop_front();
            if (!stored)
                co_return forward(stored);
        }
    }
    co_return Result<> {};
}

Async<> clear(SharedPtr shared)
{
    redis::RedisClient client(shared->address);
    const QList<QByteArray> flush { "FLUSHALL" };
    const auto done = co_await client.command(flush);
    if (!done)
        co_return forward(done);
    co_return Result<> {};
}

Async<> benchEnqueue(SharedPtr shared)
{
    CO_CHECK(co_await clear(shared));
    QElapsedTimer timer;
    timer.start();
    CO_CHECK(co_await fill(shared, shared->project, shared->tasks));
    print("enqueue.pipelined", perSecond(shared->tasks, timer), "ops/s", shared->tasks);
    redis::RedisClient client(shared->address);
    const QList<QByteArray> ask { "MEMORY", "USAGE", "task:bench:1" };
    CO_TRY(const redis::Reply usage, co_await client.command(ask));
    print("task.memory", double(usage.integer), "bytes", 1);
    co_return Result<> {};
}

/// One worker, one round trip after the other, on a full queue.
Async<> benchClaim(SharedPtr shared)
{
    Connected connected(*shared);
    QList<qint64> claims, extensions, completions;
    QElapsedTimer total, timer;
    total.start();
    const int count = shared->tasks / 4;
    for (int i = 0; i < count; ++i) {
        timer.start();
        CO_TRY(const auto claimed,
               co_await connected.queue.claimNextTask(AgentType::Backend, QStringLiteral("w"), lease));
        claims.append(timer.nsecsElapsed());
        if (!claimed)
            co_return fail(ErrorCode::Internal, QStringLiteral("the queue is empty too early"));
        timer.start();
        CO_CHECK(co_await connected.queue.extend(claimed->task.key, claimed->lease.token, lease));
        extensions.append(timer.nsecsElapsed());
        timer.start();
        const auto done = co_await connected.queue.completeTask(claimed->task.key, claimed->lease.token,
                                                                domain::TaskPhase::Done, {}, 0);
        completions.append(timer.nsecsElapsed());
        if (!done)
            co_return forward(done);
    }
    print("claim_extend_complete", perSecond(count, total), "tasks/s", count);
    printLatency("claim", claims);
    printLatency("extend", extensions);
    printLatency("complete", completions);
    co_return Result<> {};
}

struct Tally {
    QMap<int, int> claimed;
    int running = 0;
    bool failed = false;
};

QCoro::Task<> drain(SharedPtr shared, std::shared_ptr<Tally> tally)
{
    Connected connected(*shared);
    for (;;) {
        const auto claimed = co_await connected.queue.claimNextTask(AgentType::Backend, QStringLiteral("w"), lease);
        if (!claimed || !*claimed) {
            tally->failed = tally->failed || !claimed;
            break;
        }
        const auto claim = **claimed;
        ++tally->claimed[claim.task.key.number];
        const auto done
            = co_await connected.queue.completeTask(claim.task.key, claim.lease.token, domain::TaskPhase::Done, {}, 0);
        tally->failed = tally->failed || !done;
    }
    --tally->running;
}

/// Eight workers empty the queue; none may get a task twice, none may be lost.
Async<> benchWorkers(SharedPtr shared)
{
    CO_CHECK(co_await clear(shared));
    CO_CHECK(co_await fill(shared, shared->project, shared->tasks));
    const auto tally = std::make_shared<Tally>();
    tally->running = 8;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 8; ++i)
        base::detach(drain(shared, tally), "worker");
    while (tally->running > 0)
        CO_CHECK(co_await base::sleepFor(5ms));
    print("workers_8", perSecond(shared->tasks, timer), "tasks/s", shared->tasks);
    print("workers_8.lost", double(shared->tasks - tally->claimed.size()), "tasks", shared->tasks);
    print("workers_8.twice", double(std::ranges::count_if(tally->claimed, [](int n) { return n > 1; })), "tasks",
          shared->tasks);
    if (tally->failed)
        co_return fail(ErrorCode::Internal, QStringLiteral("a worker failed"));
    co_return Result<> {};
}

struct Woken {
    QElapsedTimer timer;
    QList<qint64> latencies;
    std::stop_source stop;
};

QCoro::Task<> sleeper(SharedPtr shared, std::shared_ptr<Woken> woken)
{
    Connected connected(*shared);
    redis::RedisClient waitClient(shared->address);
    while (!woken->stop.stop_requested()) {
        const auto claimed = co_await connected.queue.claimNextTask(AgentType::Backend, QStringLiteral("w"), lease);
        if (claimed && *claimed) {
            woken->latencies.append(woken->timer.nsecsElapsed());
            continue;
        }
        const auto more
            = co_await connected.queue.waitForWork(&waitClient, AgentType::Backend, 10s, woken->stop.get_token());
        Q_UNUSED(more)
    }
}

/// From the call that adds a task to the claim in the hands of a worker that slept.
Async<> benchWaking(SharedPtr shared)
{
    CO_CHECK(co_await clear(shared));
    Connected connected(*shared);
    const auto woken = std::make_shared<Woken>();
    base::detach(sleeper(shared, woken), "sleeper");
    for (int i = 1; i <= 300; ++i) {
        CO_CHECK(co_await base::sleepFor(5ms));
        woken->timer.start();
        CO_TRY(const auto stored, co_await connected.queue.enqueue(taskOf(shared->project, i)));
        Q_UNUSED(stored)
        while (woken->latencies.size() < i)
            CO_CHECK(co_await base::sleepFor(1ms));
    }
    woken->stop.request_stop();
    printLatency("enqueue_to_claim", woken->latencies);
    co_return Result<> {};
}

Async<> benchReading(SharedPtr shared)
{
    CO_CHECK(co_await clear(shared));
    CO_CHECK(co_await fill(shared, shared->project, shared->tasks));
    Connected connected(*shared);
    QElapsedTimer timer;
    timer.start();
    CO_TRY(const auto all, co_await connected.queue.tasks(shared->project));
    print("tasks.with_context", double(timer.nsecsElapsed()) / 1e6, "ms", int(all.size()));
    timer.start();
    CO_TRY(const auto bare, co_await connected.queue.tasks(shared->project, false));
    print("tasks.without_context", double(timer.nsecsElapsed()) / 1e6, "ms", int(bare.size()));
    QList<qint64> overviews;
    for (int i = 0; i < 200; ++i) {
        timer.start();
        CO_TRY(const auto views, co_await connected.queue.overview());
        Q_UNUSED(views)
        overviews.append(timer.nsecsElapsed());
    }
    printLatency("overview", overviews);
    co_return Result<> {};
}

/// A thousand tasks of another project are claimed while all tasks of the first are paused.
Async<> benchPaused(SharedPtr shared)
{
    CO_CHECK(co_await fill(shared, QStringLiteral("other"), 1000));
    Connected connected(*shared);
    QElapsedTimer timer;
    timer.start();
    CO_CHECK(co_await connected.queue.setPaused(shared->project, true, QStringLiteral("bench")));
    print("pause", double(timer.nsecsElapsed()) / 1e6, "ms", shared->tasks);
    QList<qint64> claims;
    for (int i = 0; i < 1000; ++i) {
        timer.start();
        CO_TRY(const auto claimed,
               co_await connected.queue.claimNextTask(AgentType::Backend, QStringLiteral("w"), 1ms));
        claims.append(timer.nsecsElapsed());
        if (!claimed || claimed->task.key.project == shared->project)
            co_return fail(ErrorCode::Internal, QStringLiteral("the wrong task was claimed"));
    }
    printLatency("claim_beside_paused", claims);
    CO_CHECK(co_await base::sleepFor(5ms));
    timer.start();
    CO_TRY(const auto moved, co_await connected.queue.recover());
    print("recover", double(timer.nsecsElapsed()) / 1e6, "ms", int(moved.size()));
    co_return Result<> {};
}

Async<> benchAll(int tasks)
{
    const QTemporaryDir folder;
    redis::RedisServer server(folder.path());
    const auto shared = std::make_shared<Shared>();
    shared->tasks = tasks;
    QElapsedTimer timer;
    timer.start();
    CO_TRY(shared->address, co_await server.start());
    print("server.start", double(timer.nsecsElapsed()) / 1e6, "ms", 1);
    CO_CHECK(co_await benchEnqueue(shared));
    CO_CHECK(co_await benchClaim(shared));
    CO_CHECK(co_await benchWorkers(shared));
    CO_CHECK(co_await benchWaking(shared));
    CO_CHECK(co_await benchReading(shared));
    CO_CHECK(co_await benchPaused(shared));
    co_await server.stop();
    timer.start();
    CO_TRY(const auto again, co_await server.start());
    Q_UNUSED(again)
    print("server.start_full", double(timer.nsecsElapsed()) / 1e6, "ms", tasks);
    co_return Result<> {};
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const int tasks = QCoreApplication::arguments().value(1, QStringLiteral("10000")).toInt();
    const auto result = QCoro::waitFor(benchAll(std::max(tasks, 100)));
    if (result)
        return 0;
    std::fprintf(stderr, "%s\n%s\n", qUtf8Printable(result.error().message), qUtf8Printable(result.error().detail));
    return 1;
}
