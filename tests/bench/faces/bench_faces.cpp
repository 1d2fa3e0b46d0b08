// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Measures what a face waits for: the first snapshot of a large board, and a change at a high rate. An engine's side (queue,
// store, snapshot writer) runs in a thread of its own on a private redis-server. Each line is one JSON object:
//     {"op": "snapshot", "tasks", "n", "p50_ms", "p99_ms"}     {"op": "change", "tasks", "per_s", "n", "p50_ms", "p99_ms"}
//     bench_faces [--check]     --check fails below what is promised
// Run a Release build on an idle machine.
#include "core/base/callin.h"
#include "core/base/files.h"
#include "core/base/threadhandle.h"
#include "core/redis/redisserver.h"
#include "tests/bench/faces/engineside.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <cstdio>

using namespace slipway;
using bench::EngineSide;
using bench::Stamps;

namespace {

constexpr int tasks = 10'000;
constexpr int rate = 1'000;
constexpr int changes = 10'000;
constexpr int faces = 50;

struct Row {
    QString op;
    int perSecond = 0;
    std::vector<double> samples; ///< milliseconds
    double promised = 0; ///< of the 99th percentile
};

double percentile(std::vector<double> samples, double part)
{
    if (samples.empty())
        return 0;
    std::ranges::sort(samples);
    return samples[std::min(samples.size() - 1, size_t(part * double(samples.size())))];
}

bool print(const Row &row)
{
    const auto rounded = [](double value) { return std::round(value * 1000) / 1000; };
    const double p99 = percentile(row.samples, 0.99);
    QJsonObject json { { QStringLiteral("op"), row.op },
                       { QStringLiteral("tasks"), tasks },
                       { QStringLiteral("n"), int(row.samples.size()) },
                       { QStringLiteral("p50_ms"), rounded(percentile(row.samples, 0.5)) },
                       { QStringLiteral("p99_ms"), rounded(p99) } };
    if (row.perSecond > 0)
        json.insert(QStringLiteral("per_s"), row.perSecond);
    std::puts(base::compact(json).constData());
    std::fflush(stdout);
    return p99 <= row.promised;
}

/// From nothing to a board that shows everything.
Async<double> openFace(redis::RedisAddress address)
{
    QElapsedTimer clock;
    clock.start();
    control::StateStore face(address, queue::Keys {});
    const auto source = std::make_shared<base::CompletionSource<double>>();
    QObject::connect(&face, &control::StateStore::snapshotReset, &face, [source, &face, &clock] {
        if (face.snapshot().tasks.size() == tasks)
            source->resolve(double(clock.nsecsElapsed()) / 1e6);
        else
            source->resolve(
                fail(ErrorCode::Internal, QStringLiteral("The face shows %1 tasks").arg(face.snapshot().tasks.size())));
    });
    face.start();
    co_return co_await source->completion();
}

Async<Row> measureSnapshots(redis::RedisAddress address)
{
    Row row { QStringLiteral("snapshot"), 0, {}, 100 };
    for (int i = 0; i < faces; ++i) {
        CO_TRY(const double waited, co_await openFace(address));
        row.samples.push_back(waited);
    }
    co_return row;
}

Async<Row> measureChanges(redis::RedisAddress address, EngineSide *engine, const Stamps *stamps,
                          const QElapsedTimer *clock)
{
    control::StateStore face(address, queue::Keys {});
    Row row { QStringLiteral("change"), rate, {}, 10 };
    QObject::connect(&face, &control::StateStore::taskChanged, &face, [&row, stamps, clock](const QString &key) {
        const auto number = size_t(domain::TaskKey::fromString(key).number);
        row.samples.push_back(double(clock->nsecsElapsed() - stamps->at(number).load()) / 1e6);
    });
    face.start();
    while (face.snapshot().tasks.isEmpty())
        CO_CHECK(co_await base::sleepFor(std::chrono::milliseconds(1)));
    CO_CHECK(co_await base::callIn<void>(engine, [engine] { return engine->change(rate, changes); }));
    for (int i = 0; i < 5000 && row.samples.size() < size_t(changes); ++i)
        CO_CHECK(co_await base::sleepFor(std::chrono::milliseconds(1)));
    if (row.samples.size() != size_t(changes))
        co_return fail(ErrorCode::Internal,
                       QStringLiteral("The face saw %1 of %2 changes").arg(row.samples.size()).arg(changes));
    co_return Row(row);
}

Async<> benchAll(bool check)
{
    const QTemporaryDir folder;
    redis::RedisServer server(folder.path());
    CO_TRY(const redis::RedisAddress address, co_await server.start());
    Stamps stamps(tasks + 1);
    QElapsedTimer clock;
    clock.start();
    const auto thread = base::startThread(QStringLiteral("engine"));
    auto *const starter = new QObject;
    starter->moveToThread(thread.get());
    EngineSide *engine = nullptr;
    base::runIn(starter, [&] {
        engine = new EngineSide(address, tasks, stamps, clock);
        starter->deleteLater();
    });
    QObject::connect(thread.get(), &QThread::finished, engine, &QObject::deleteLater);
    CO_CHECK(co_await base::callIn<void>(engine, [engine] { return engine->fill(); }));
    CO_TRY(const Row snapshots, co_await measureSnapshots(address));
    const bool fast = print(snapshots);
    CO_TRY(const Row changed, co_await measureChanges(address, engine, &stamps, &clock));
    const bool prompt = print(changed);
    if (check && !(fast && prompt))
        co_return fail(ErrorCode::Internal, QStringLiteral("Slower than promised"));
    co_return Result<> {};
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const bool check = QCoreApplication::arguments().contains(QStringLiteral("--check"));
    const auto result = QCoro::waitFor(benchAll(check));
    if (result)
        return 0;
    std::fprintf(stderr, "%s\n%s\n", qUtf8Printable(result.error().message), qUtf8Printable(result.error().detail));
    return 1;
}
