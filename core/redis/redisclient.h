// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/redis/reply.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <memory>
#include <stop_token>

namespace slipway::redis {

/// Where Redis is. `unix:///path/redis.sock`, `redis://[user:pass@]host:port[/db]`, `rediss://…`.
struct RedisAddress {
    QString url;
    [[nodiscard]] static Result<RedisAddress> parse(const QString &url);
    QString host; ///< empty for a unix socket
    int port = 6379;
    QString socketPath;
    QString user, password;
    int database = 0;
    bool tls = false;
    [[nodiscard]] QString display() const; ///< `unix:/path` or `redis://host:port`, without the password
};

/// One pipelined connection on the Qt event loop of the thread it is created in; used by that thread only.
/// Reconnects by itself with back-off; a command sent while disconnected waits for the connection up to its time limit
/// (Unavailable after that). A command that was sent and not answered when the connection broke fails with Unavailable:
/// it may or may not have been carried out.
class RedisClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RedisClient)
public:
    explicit RedisClient(RedisAddress address, QObject *parent = nullptr);
    ~RedisClient() override;

    /// Runs one command. `timeout` 0 means no limit (blocking commands need a client of their own).
    [[nodiscard]] Async<Reply> command(QList<QByteArray> arguments, std::chrono::milliseconds timeout = std::chrono::seconds(10),
                                       std::stop_token stop = {});
    /// Runs several commands in one write; the first error is returned, else all answers.
    [[nodiscard]] Async<QList<Reply>> pipeline(QList<QList<QByteArray>> commands);
    /// Runs a Lua script by its name, as registered with ScriptRegistry: EVALSHA, loading it on NOSCRIPT.
    [[nodiscard]] Async<Reply> script(QString name, QList<QByteArray> keys, QList<QByteArray> arguments);

    [[nodiscard]] bool isConnected() const;
    [[nodiscard]] const RedisAddress &address() const;

Q_SIGNALS:
    void connectedChanged(bool connected);

private:
    class Connection;
    std::unique_ptr<Connection> m_connection;
};

} // namespace slipway::redis
