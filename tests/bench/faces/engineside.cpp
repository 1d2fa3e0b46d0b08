// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/faces/engineside.h"

#include "core/base/taskscope.h"

namespace slipway::bench {

namespace {
const QString project = QStringLiteral("bench");

domain::Task taskOf(int number)
{
    domain::Task task;
    task.key = { project, number };
    task.type = domain::allAgentTypes().at(number % 5);
    task.kind = QStringLiteral("implement");
    task.title = QStringLiteral("Part %1 of the work that has to be done, with a title as people write it").arg(number);
    task.labels = { QStringLiteral("backend"), QStringLiteral("priority: high") };
    task.fullName = QStringLiteral("slipway/bench");
    task.url = QStringLiteral("https://example.org/slipway/bench/issues/%1").arg(number);
    task.branch = QStringLiteral("feature/%1-part-of-the-work").arg(number);
    return task;
}
} // namespace

EngineSide::EngineSide(redis::RedisAddress address, int tasks, Stamps &stamps, const QElapsedTimer &clock)
    : m_tasks(tasks)
    , m_stamps(stamps)
    , m_clock(clock)
    , m_client(address)
    , m_queue(m_client, m_keys, m_time)
    , m_store(address, m_keys)
    , m_writer(m_store, m_client, m_keys)
{
}

Async<> EngineSide::fill()
{
    domain::Snapshot snapshot;
    domain::ProjectView view;
    view.name = project;
    snapshot.projects = { view };
    snapshot.lastEvent = QStringLiteral("0-0");
    for (int number = 1; number <= m_tasks; ++number) {
        CO_TRY(const domain::Task task, co_await m_queue.enqueue(taskOf(number)));
        snapshot.tasks.insert(task.key.toString(), task);
    }
    const QList<QByteArray> newest { "XREVRANGE", m_keys.events(), "+", "-", "COUNT", "1" };
    CO_TRY(const redis::Reply last, co_await m_client.command(newest));
    snapshot.lastEvent = QString::fromLatin1(last.elements.value(0).elements.value(0).string);
    m_store.reset(snapshot);
    CO_CHECK(co_await m_writer.writeNow());
    m_writer.start();
    m_store.start();
    co_return Result<> {};
}

Async<> EngineSide::changeOne(int number, int priority)
{
    m_stamps[size_t(number)] = m_clock.nsecsElapsed();
    CO_TRY(const auto changed, co_await m_queue.prioritise({ project, number }, priority));
    Q_UNUSED(changed)
    co_return Result<> {};
}

Async<> EngineSide::change(int perSecond, int count)
{
    const auto watch = [](Async<> change, int *done) -> QCoro::Task<> {
        const auto changed = co_await std::move(change);
        *done += changed ? 1 : 0;
    };
    int begun = 0, done = 0;
    const qint64 from = m_clock.nsecsElapsed();
    while (begun < count) {
        const qint64 due = (m_clock.nsecsElapsed() - from) * perSecond / 1'000'000'000;
        while (begun < std::min<qint64>(due, count)) {
            const int number = 1 + begun % m_tasks;
            ++begun;
            base::detach(watch(changeOne(number, begun % 10), &done), "change");
        }
        CO_CHECK(co_await base::sleepFor(std::chrono::milliseconds(1)));
    }
    for (int i = 0; i < 5000 && done < count; ++i)
        CO_CHECK(co_await base::sleepFor(std::chrono::milliseconds(1)));
    if (done < count)
        co_return fail(ErrorCode::Internal, QStringLiteral("%1 of %2 changes failed").arg(count - done).arg(count));
    co_return Result<> {};
}

} // namespace slipway::bench
