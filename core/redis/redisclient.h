// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/redis/redisaddress.h"
#include "core/redis/reply.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

namespace slipway::redis {

class Connection;

/// One pipelined connection on the Qt event loop of the thread it is created in; used by that thread only (but the
/// coroutines that await it may outlive it: they get Cancelled).
/// Reconnects by itself with back-off; a command sent while disconnected waits for the connection up to its time limit
/// (Unavailable after that; Denied at once if the server refuses user and password). A command that was sent and not
/// answered when the connection broke fails with Unavailable: it may or may not have been carried out.
/// A command that is not answered in time fails with Timeout; if nothing at all arrived meanwhile the connection counts as
/// dead and is made anew.
class RedisClient final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RedisClient)
public:
    /// Starts connecting at once.
    explicit RedisClient(RedisAddress address, QObject *parent = nullptr);
    ~RedisClient() override;

    /// Runs one command. `timeout` 0 means no limit (blocking commands need a client of their own). Cancelling a blocking
    /// command (BLPOP, XREAD BLOCK …) that was sent drops the connection, so that the server forgets it too.
    [[nodiscard]] Async<Reply> command(QList<QByteArray> arguments,
                                       std::chrono::milliseconds timeout = std::chrono::seconds(10),
                                       std::stop_token stop = {});
    /// Runs several commands in one write; the first error is returned, else all answers. Not a transaction.
    [[nodiscard]] Async<QList<Reply>> pipeline(QList<QList<QByteArray>> commands);
    /// Runs a Lua script by its name, as registered with ScriptRegistry: EVALSHA, loading it on NOSCRIPT. A script that
    /// fails with `SLIPWAY <code> …` gives that error (see errorFromServer).
    [[nodiscard]] Async<Reply> script(QString name, QList<QByteArray> keys, QList<QByteArray> arguments);

    /// Asked right before a command is sent. While it fails with Unavailable commands wait, up to their time limit, for a
    /// sendWaiting() that finds it well again; any other error ends them with it.
    void setGuard(std::function<Result<>()> guard);
    void sendWaiting();

    /// Connected, signed in and past LOADING.
    [[nodiscard]] bool isConnected() const;
    [[nodiscard]] const RedisAddress &address() const;

Q_SIGNALS:
    /// Emitted from the event loop of this object's thread, never from inside a call.
    void connectedChanged(bool connected);

private:
    std::shared_ptr<Connection> m_connection;
};

} // namespace slipway::redis
