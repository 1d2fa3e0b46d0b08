// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Measures the queue on a private redis-server, and redis-benchmark with the same scripts beside it. Each line is
// {"op", "clients", "pipeline", "per_s", "limit_per_s", "ratio", "p50_us", "p99_us"}; rows without a limit have null there.
// `clients` claimers of one process share a connection, each with `pipeline` calls on the way.
//     bench_queue [--check] [COUNT]     COUNT calls a row (10,000); --check fails below what is promised
// Run a Release build on an idle machine.
#include "core/base/files.h"
#include "core/redis/redisserver.h"
#include "tests/bench/queue/benchlimit.h"
#include "tests/bench/queue/benchload.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <cstdio>

using namespace slipway;
using bench::Limit;
using bench::Load;
using bench::Samples;

namespace {

constexpr int bulk = 16; ///< calls on the way for each client that adds tasks in bulk

struct Bench {
    explicit Bench(redis::RedisAddress address)
        : load(address)
        , limit(address)
    {
    }
    Load load;
    Limit limit;
    int count = 10000;
    QStringList broken; ///< promises
};

void print(Bench *b, const QString &op, int clients, int pipeline, const Samples &samples, double limit)
{
    const double ratio = limit > 0 ? samples.perSecond() / limit : 0;
    const QJsonObject row {
        { QStringLiteral("op"), op },
        { QStringLiteral("clients"), clients },
        { QStringLiteral("pipeline"), pipeline },
        { QStringLiteral("per_s"), std::round(samples.perSecond()) },
        { QStringLiteral("limit_per_s"), limit > 0 ? QJsonValue(std::round(limit)) : QJsonValue() },
        { QStringLiteral("ratio"), limit > 0 ? QJsonValue(std::round(ratio * 1000) / 1000) : QJsonValue() },
        { QStringLiteral("p50_us"), std::round(samples.percentile(0.5)) },
        { QStringLiteral("p99_us"), std::round(samples.percentile(0.99)) },
    };
    std::puts(base::compact(row).constData());
    std::fflush(stdout);
    if (limit > 0 && ratio < 0.6 && (op == QLatin1String("lifecycle") || op == QLatin1String("enqueue_bulk")))
        b->broken.append(
            QStringLiteral("%1 with %2 clients reaches %3 of the limit, not 0.6").arg(op).arg(clients).arg(ratio));
}

Async<double> limitOfEnqueue(Bench *b, int calls)
{
    double best = 0;
    for (const auto shape : Limit::shapesOf(calls)) {
        CO_CHECK(co_await b->load.clear());
        CO_CHECK(co_await b->load.fill(1)); // the script is known then
        CO_TRY(const double rate,
               b->limit.measure(QStringLiteral("enqueue"), b->load.enqueueArguments(), shape, b->count, 1'000'000'000));
        best = std::max(best, rate);
    }
    co_return best;
}

Async<double> limitOfClaim(Bench *b, int calls)
{
    double best = 0;
    for (const auto shape : Limit::shapesOf(calls)) {
        CO_CHECK(co_await b->load.clear());
        CO_CHECK(co_await b->load.fill(b->count + 100));
        CO_TRY(const auto known, co_await b->load.claim(1, 1));
        Q_UNUSED(known)
        CO_TRY(const double rate,
               b->limit.measure(QStringLiteral("claim"), b->load.claimArguments(), shape, b->count, 1));
        best = std::max(best, rate);
    }
    co_return best;
}

/// complete, or complete_and_claim: of running tasks by random number. One in nine is hit twice, which costs less: the limit
/// is a little too high, not too low.
Async<double> limitOfEnding(Bench *b, bool relay, int calls)
{
    double best = 0;
    const int range = 4 * b->count;
    for (const auto shape : Limit::shapesOf(calls)) {
        CO_CHECK(co_await b->load.clear());
        CO_TRY(const auto known, co_await b->load.lifecycle(1, 1));
        Q_UNUSED(known)
        CO_CHECK(co_await b->load.fillRunning(range));
        CO_CHECK(co_await b->load.fill(relay ? b->count + 100 : 1));
        CO_TRY(const auto claimed, co_await b->load.claim(1, 1));
        CO_TRY(const auto completed, co_await b->load.complete(1));
        Q_UNUSED(claimed)
        Q_UNUSED(completed)
        const QString script = relay ? QStringLiteral("complete_and_claim") : QStringLiteral("complete");
        const auto arguments = relay ? b->load.relayArguments() : b->load.completeArguments();
        CO_TRY(const double rate, b->limit.measure(script, arguments, shape, b->count, range));
        best = std::max(best, rate);
    }
    co_return best;
}

Async<> benchOperations(Bench *b, int clients)
{
    CO_TRY(const double enqueueLimit, co_await limitOfEnqueue(b, clients));
    CO_CHECK(co_await b->load.clear());
    CO_TRY(const auto enqueued, co_await b->load.enqueue(clients, b->count));
    print(b, QStringLiteral("enqueue"), clients, 1, enqueued, enqueueLimit);

    CO_TRY(const double bulkLimit, co_await limitOfEnqueue(b, clients * bulk));
    CO_CHECK(co_await b->load.clear());
    CO_TRY(const auto inBulk, co_await b->load.enqueue(clients * bulk, b->count));
    print(b, QStringLiteral("enqueue_bulk"), clients, bulk, inBulk, bulkLimit);

    CO_TRY(const double claimLimit, co_await limitOfClaim(b, clients));
    CO_TRY(const double completeLimit, co_await limitOfEnding(b, false, clients));
    CO_CHECK(co_await b->load.clear());
    CO_CHECK(co_await b->load.fill(b->count));
    CO_TRY(const auto claimed, co_await b->load.claim(clients, b->count));
    print(b, QStringLiteral("claim"), clients, 1, claimed, claimLimit);
    CO_TRY(const auto completed, co_await b->load.complete(clients));
    print(b, QStringLiteral("complete"), clients, 1, completed, completeLimit);

    // Two scripts a task, one after the other: the limit is what both take together.
    CO_TRY(const double relayLimit, co_await limitOfEnding(b, true, clients));
    CO_CHECK(co_await b->load.clear());
    CO_TRY(const auto lived, co_await b->load.lifecycle(clients, b->count));
    print(b, QStringLiteral("lifecycle"), clients, 1, lived, 1 / (1 / enqueueLimit + 1 / relayLimit));
    co_return Result<> {};
}

/// A claim costs the same however long the queue is. The two are measured in turns, so that both see the same machine.
Async<> benchDepth(Bench *b)
{
    constexpr int deep = 100'000;
    Samples few, many;
    for (int round = 0; round < 4; ++round) {
        CO_CHECK(co_await b->load.clear());
        CO_CHECK(co_await b->load.fill(100));
        CO_TRY(const auto shallow, co_await b->load.claimAndReturn(b->count / 4));
        few.nanoseconds += shallow.nanoseconds;
        few.seconds += shallow.seconds;
        CO_CHECK(co_await b->load.fill(deep - 100));
        CO_TRY(const auto far, co_await b->load.claimAndReturn(b->count / 4));
        many.nanoseconds += far.nanoseconds;
        many.seconds += far.seconds;
    }
    print(b, QStringLiteral("claim_of_100"), 1, 1, few, 0);
    print(b, QStringLiteral("claim_of_100000"), 1, 1, many, 0);
    for (const double part : { 0.5, 0.99 }) {
        if (many.percentile(part) > 1.2 * few.percentile(part))
            b->broken.append(
                QStringLiteral("a claim of 100,000 takes more than 1.2 times as long (p%1)").arg(part * 100));
    }
    co_return Result<> {};
}

Async<> benchAll(int count, bool check)
{
    const QTemporaryDir folder;
    redis::RedisServer server(folder.path());
    CO_TRY(const redis::RedisAddress address, co_await server.start());
    const auto b = std::make_unique<Bench>(address);
    b->count = count;
    if (!b->limit.isAvailable())
        co_return fail(ErrorCode::Unavailable, QStringLiteral("redis-benchmark is not installed"));
    // What is filled in and thrown away here would have the server rewrite its file all the time, on the other core.
    const QList<QByteArray> noRewrite { "CONFIG", "SET", "auto-aof-rewrite-percentage", "0" };
    CO_TRY(const auto configured, co_await b->load.client.command(noRewrite));
    Q_UNUSED(configured)
    for (const int clients : { 1, 5, 50 })
        CO_CHECK(co_await benchOperations(b.get(), clients));
    CO_CHECK(co_await benchDepth(b.get()));
    CO_CHECK(co_await b->load.clear());
    CO_TRY(const auto woken, co_await b->load.wakeUp(500));
    print(b.get(), QStringLiteral("wake_up"), 1, 1, woken, 0);
    if (woken.percentile(0.99) > 5000)
        b->broken.append(QStringLiteral("waking a worker takes more than 5 ms"));
    if (check && !b->broken.isEmpty())
        co_return fail(ErrorCode::Internal, b->broken.join(QLatin1String("; ")));
    co_return Result<> {};
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QStringList arguments = QCoreApplication::arguments().mid(1);
    const bool check = arguments.removeAll(QStringLiteral("--check")) > 0;
    const int count = arguments.value(0, QStringLiteral("10000")).toInt();
    const auto result = QCoro::waitFor(benchAll(std::max(count, 1000), check));
    if (result)
        return 0;
    std::fprintf(stderr, "%s\n%s\n", qUtf8Printable(result.error().message), qUtf8Printable(result.error().detail));
    return 1;
}
