// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/queue/taskqueue.h"

#include <functional>

namespace slipway::bench {

/// What was measured: how long all took, and each.
struct Samples {
    QList<qint64> nanoseconds;
    double seconds = 0;

    [[nodiscard]] double perSecond() const { return seconds > 0 ? double(nanoseconds.size()) / seconds : 0; }
    [[nodiscard]] double percentile(double part) const; ///< in microseconds
};

/// The queue as the workers of one process use it: all on one connection. Made once; every method is awaited before the next.
class Load final {
public:
    explicit Load(redis::RedisAddress address);

    /// A task like those of a project: labels, priority, 500 bytes of context.
    [[nodiscard]] static domain::Task task(int number);
    /// The arguments of a script as TaskQueue gives it, for redis-benchmark; `id` stands for the task.
    [[nodiscard]] QList<QByteArray> enqueueArguments() const;
    [[nodiscard]] QList<QByteArray> claimArguments() const;
    [[nodiscard]] QList<QByteArray> completeArguments() const; ///< token `t`
    [[nodiscard]] QList<QByteArray> relayArguments() const; ///< token `t`

    [[nodiscard]] Async<> clear();
    /// Adds tasks without measuring, numbers going on from the last.
    [[nodiscard]] Async<> fill(int count);
    /// `count` running tasks `bench:000000000000` … with token `t`, made by copying: food for redis-benchmark.
    [[nodiscard]] Async<> fillRunning(int count);

    [[nodiscard]] Async<Samples> enqueue(int lanes, int count);
    [[nodiscard]] Async<Samples> claim(int lanes, int count);
    [[nodiscard]] Async<Samples> complete(int lanes); ///< what claim() took
    /// Each lane adds a task, then completes the one it holds and claims the next in one script.
    [[nodiscard]] Async<Samples> lifecycle(int lanes, int count);
    /// Claims, and hands each back unmeasured, so that as many stay queued.
    [[nodiscard]] Async<Samples> claimAndReturn(int count);
    /// From enqueue() to the claim of a worker that slept in waitForWork().
    [[nodiscard]] Async<Samples> wakeUp(int count);

    redis::RedisClient client;
    queue::TaskQueue queue;

private:
    struct Work;
    using Step = std::function<Async<>(int lane)>;
    [[nodiscard]] static QCoro::Task<> lane(std::shared_ptr<Work> work, int index);
    [[nodiscard]] static Async<Samples> measure(Step step, int lanes, int count);
    [[nodiscard]] Async<> enqueueNext();
    [[nodiscard]] Async<> claimNext();
    [[nodiscard]] Async<> completeNext();
    [[nodiscard]] Async<> liveOn(int lane);
    [[nodiscard]] QCoro::Task<> sleeper(std::shared_ptr<redis::RedisClient> waitClient, std::shared_ptr<Work> work);
    [[nodiscard]] QJsonObject common() const;

    base::SystemClock m_clock;
    int m_last = 0; ///< number
    std::vector<queue::Claim> m_claims;
    std::vector<std::optional<queue::Claim>> m_held; ///< by lane
};

} // namespace slipway::bench
