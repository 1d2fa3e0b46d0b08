// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/redis/datafolder.h"
#include "core/redis/redisaddress.h"

#include <QLocalSocket>
#include <QProcess>

#include <chrono>
#include <memory>

namespace slipway::redis {

/// What a RedisServer shares with its coroutines: the child process, or the watch on a server that another process started.
/// Private to core/redis; lives in the server object's thread.
class ServerChild final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServerChild)
public:
    explicit ServerChild(DataFolder folder);
    ~ServerChild() override;

    [[nodiscard]] static Async<RedisAddress> start(std::shared_ptr<ServerChild> self);
    [[nodiscard]] static QCoro::Task<> stop(std::shared_ptr<ServerChild> self);
    void endNow(); ///< as stop(), blocking
    [[nodiscard]] bool isRunning() const;

Q_SIGNALS:
    void died();

private:
    using Deadline = std::chrono::steady_clock::time_point;
    static Async<RedisAddress> findOrLaunch(std::shared_ptr<ServerChild> self);
    static Async<QString> sharedSocket(std::shared_ptr<ServerChild> self);
    static Async<RedisAddress> launch(std::shared_ptr<ServerChild> self, int lock);
    static Async<> waitUntilUp(std::shared_ptr<ServerChild> self);
    static Async<> repair(std::shared_ptr<ServerChild> self);
    [[nodiscard]] Result<> run(int lock);
    [[nodiscard]] Error whyItEnded() const;
    [[nodiscard]] QByteArray newLog() const;
    void watch(const QString &socket);
    void processEnded();

    DataFolder m_folder;
    std::unique_ptr<QProcess> m_process;
    std::unique_ptr<QLocalSocket> m_watch;
    std::vector<base::CompletionSource<>> m_endWaiters;
    std::stop_source m_ended; ///< of the process that was started last
    qint64 m_logOffset = 0;
    bool m_stopping = false;
    bool m_isUp = false;
    bool m_starting = false;
};

} // namespace slipway::redis
