// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/snapshotwriter.h"
#include "core/queue/taskqueue.h"

#include <QElapsedTimer>

#include <atomic>
#include <vector>

namespace slipway::bench {

/// When each task was changed last, in nanoseconds of one clock: written by the engine's thread, read by the face's.
using Stamps = std::vector<std::atomic<qint64>>;

/// What an engine does for its faces: a queue of `tasks`, a store that follows the events, and a snapshot written from it, all in
/// one thread. Lives in that thread.
class EngineSide final : public QObject {
    Q_OBJECT
public:
    EngineSide(redis::RedisAddress address, int tasks, Stamps &stamps, const QElapsedTimer &clock);

    [[nodiscard]] Async<> fill();
    /// Changes `perSecond` tasks a second, `count` in all; resolves when the last one is through.
    [[nodiscard]] Async<> change(int perSecond, int count);

private:
    [[nodiscard]] Async<> changeOne(int number, int priority);
    int m_tasks;
    Stamps &m_stamps;
    const QElapsedTimer &m_clock;
    queue::Keys m_keys;
    base::SystemClock m_time;
    redis::RedisClient m_client;
    queue::TaskQueue m_queue;
    control::StateStore m_store;
    control::SnapshotWriter m_writer;
};

} // namespace slipway::bench
