// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/processrunner.h"
#include "core/redis/redisclient.h"

namespace slipway::redis {

/// The private redis-server of one home: unix socket (mode 0700 folder), append-only file with fsync every second,
/// `noeviction`, no TCP port. A child of this process that dies with it (parent-death signal), but whoever finds it alive
/// (its socket answers and its data folder is ours) simply uses it: several read-only commands may share one.
/// Refuses a data folder that is foreign or written by a newer version (Conflict, with what to do).
class RedisServer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RedisServer)
public:
    /// `stateFolder`: `<home>/.ai-dev-pipeline`; the socket moves to a 0700 runtime folder if its path is over 100 bytes.
    RedisServer(QString stateFolder, QObject *parent = nullptr);
    ~RedisServer() override; ///< SHUTDOWN of what we started, SIGTERM, then SIGKILL; waits at most 5 s

    /// Starts the server, or finds the one that runs. Unavailable if redis-server is missing or does not come up in 10 s.
    [[nodiscard]] Async<RedisAddress> start();
    /// Ends the server if we started it.
    [[nodiscard]] QCoro::Task<> stop();
    [[nodiscard]] bool isOurs() const; ///< we started it

Q_SIGNALS:
    void died(); ///< the server we started ended by itself; start() may be called again

private:
    class Child;
    QString m_stateFolder;
    std::unique_ptr<Child> m_child;
};

} // namespace slipway::redis
