// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/bootstrap/engine.h"

#include "core/base/threadhandle.h"
#include "core/control/enginesocket.h"
#include "core/process/hostprocessrunner.h"
#include "core/redis/redisserver.h"

#include <QElapsedTimer>

namespace slipway::app {

/// Redis for this process: the URL that was set, or the private server of this home. Main thread.
class RedisAccess final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RedisAccess)
public:
    explicit RedisAccess(const Home &home);
    /// Starts the private server if it does not run. Unavailable: exit code 3.
    [[nodiscard]] Async<redis::RedisAddress> start();
    /// The address without starting anything.
    [[nodiscard]] Result<redis::RedisAddress> address() const;
    [[nodiscard]] QCoro::Task<> stop();
    [[nodiscard]] bool isManaged() const { return m_url.isEmpty(); }

private:
    [[nodiscard]] QCoro::Task<> restart();
    QString m_url;
    QString m_socket;
    bool m_stopping = false;
    bool m_restarting = false;
    std::unique_ptr<redis::RedisServer> m_server;
};

/// Runs an Engine in its own thread; the face's thread (main) stays free. Main thread; await stop() before destruction.
class EngineHost final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EngineHost)
public:
    enum class Purpose { Lead, ReadOnly };

    EngineHost(Home home, QString mode);
    ~EngineHost() override;

    /// Lead: takes the engine lock (Conflict with the pid of the one there is), opens the engine's socket, starts Redis,
    /// leads.
    /// ReadOnly: starts Redis and opens the files, nothing more.
    [[nodiscard]] Async<> start(Purpose purpose);
    [[nodiscard]] QCoro::Task<> stop();

    [[nodiscard]] redis::RedisAddress redis() const { return m_address; }
    [[nodiscard]] bool sandboxWorks() const { return m_sandboxWorks; }
    [[nodiscard]] const Error &sandboxError() const { return m_sandboxError; }
    [[nodiscard]] process::ProcessRunner &runner() { return m_runner; }
    [[nodiscard]] Async<QJsonObject> query(QString name, QJsonObject arguments);
    [[nodiscard]] Async<domain::Snapshot> readSnapshot();
    void setDashboardUrl(const QString &url);

Q_SIGNALS:
    void leadershipLost(const QString &to);
    void storeTroubled(const slipway::base::Error &error); ///< Redis is away or refuses writes; see LeaderLock
    void storeRecovered();

private:
    /// The engine's own socket: what works when Redis does not. An engine that cannot open it goes on without.
    void openSocket();
    [[nodiscard]] Async<QJsonObject> health();
    [[nodiscard]] Async<QJsonObject> pauseAtOnce(QString actor);
    [[nodiscard]] Async<QJsonObject> stopByRequest(QString actor);
    [[nodiscard]] Async<bool> redisAnswers();

    [[nodiscard]] QCoro::Task<> probeSandbox();
    [[nodiscard]] QCoro::Task<EngineSecrets> readSecrets();
    [[nodiscard]] Async<> startEngine(Purpose purpose);
    [[nodiscard]] QCoro::Task<> stopEngine();
    void dropEngine();
    Home m_home;
    QString m_mode;
    QElapsedTimer m_clock;
    EngineLock m_lock;
    RedisAccess m_redisAccess;
    process::HostProcessRunner m_runner;
    redis::RedisAddress m_address;
    bool m_sandboxWorks = true;
    Error m_sandboxError;
    base::ThreadHandle m_thread;
    Engine *m_engine = nullptr; // lives in m_thread
    std::unique_ptr<redis::RedisClient> m_probe; ///< made when health is first asked for
    std::unique_ptr<control::EngineSocket> m_socket;
};

} // namespace slipway::app
