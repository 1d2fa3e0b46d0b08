// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/redis/redisclient.h"

namespace slipway::redis {

class ServerChild;

/// The private redis-server (or valkey-server) of one home: unix socket (mode 0700 folder), append-only file with fsync every
/// second, `noeviction`, no TCP port. A child of this process that dies with it (parent-death signal), but whoever finds it
/// alive (its socket answers and its data folder is ours) simply uses it: several read-only commands may share one.
/// Refuses a data folder that is foreign or written by a newer version (Conflict, with what to do).
///
/// The parent-death signal fires when the *thread* that forked the child ends: create and use this object in a thread that
/// lives as long as the process (the main or the launcher thread), with an event loop.
class RedisServer final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RedisServer)
public:
    /// `stateFolder`: `<home>/.ai-dev-pipeline`; the socket moves to a 0700 runtime folder if its path is over 100 bytes.
    explicit RedisServer(QString stateFolder, QObject *parent = nullptr);
    /// The same with the socket of the caller's choice, at most 100 bytes, in a folder that only its owner can enter.
    RedisServer(QString stateFolder, QString socketPath, QObject *parent = nullptr);
    ~RedisServer() override; ///< as stop(), blocking

    /// Starts the server, or finds the one that runs; gives its address (which may be another than the chosen one when a
    /// process with another runtime folder started it). Unavailable if redis-server is missing or does not come up in 10 s
    /// (loading a large data set may take longer). Conflict if the data folder is not ours or too new, or another Redis
    /// listens on its socket. May be called again, in particular after died(): clients reconnect to the same address.
    [[nodiscard]] Async<RedisAddress> start();
    /// Ends the server if we started it: SIGTERM (it saves and leaves), SIGKILL after 5 s.
    [[nodiscard]] QCoro::Task<> stop();
    [[nodiscard]] bool isOurs() const; ///< we started it, and it runs

Q_SIGNALS:
    /// The server that we started, or share, ended without our doing; call start() again. Emitted in this object's thread.
    void died();

private:
    std::shared_ptr<ServerChild> m_child;
};

} // namespace slipway::redis
