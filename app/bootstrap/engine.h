// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/bootstrap/home.h"

#include "core/control/auditlog.h"
#include "core/control/commandconsumer.h"
#include "core/control/snapshotwriter.h"
#include "core/forge/local/localforge.h"
#include "core/orchestrator/commandrouter.h"
#include "core/storage/database.h"

namespace slipway::app {

/// What the engine may use but nobody else: read from environment and keychain, never written anywhere.
struct EngineSecrets {
    QString gitHubToken, gitHubReviewerToken;
};

/// In any thread with an event loop.
[[nodiscard]] QCoro::Task<EngineSecrets> readSecrets(Home home);

/// What the engine is given by the process that hosts it.
struct EngineOptions {
    QString mode; ///< desktop, server, build
    redis::RedisAddress redis;
    bool redisManaged = true;
    bool sandboxWorks = true;
    EngineSecrets secrets;
};

/// The object graph of the engine: the only place that names concrete classes. Made, used and destroyed in the engine
/// thread; `runner` is the process's.
class Engine final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Engine)
public:
    Engine(Home home, EngineOptions options, process::ProcessRunner &runner);
    ~Engine() override;

    /// Opens files and databases: enough to answer queries; no leader is elected, no step runs.
    [[nodiscard]] Async<> open();
    /// open(), then leads: takes up what was unfinished and listens for commands.
    [[nodiscard]] Async<> start();
    /// The shutdown sequence: stop accepting, stop claiming, drain, flush. May be called twice.
    [[nodiscard]] QCoro::Task<> stop();

    [[nodiscard]] Async<QJsonObject> query(QString name, QJsonObject arguments);
    /// What a face would see of this home without an engine (mode `none`).
    [[nodiscard]] Async<domain::Snapshot> readSnapshot();
    void setDashboardUrl(const QString &url);
    /// The global pause, with or without Redis; see EmergencyPause.
    [[nodiscard]] Async<QJsonObject> pauseAtOnce(QString actor);
    [[nodiscard]] bool isPaused() const;
    /// Into the audit log: what came over the engine's socket.
    void record(const QString &actor, const QString &action);

Q_SIGNALS:
    void leadershipLost(const QString &to);
    void storeTroubled(const slipway::base::Error &error); ///< Redis is away or refuses writes
    void storeRecovered();

private:
    struct Graph;
    [[nodiscard]] Async<> makeGraph();
    [[nodiscard]] Async<> openFiles(bool leading);
    Home m_home;
    EngineOptions m_options;
    process::ProcessRunner &m_runner;
    std::unique_ptr<Graph> m_graph;
    bool m_stopped = false;
};

} // namespace slipway::app
