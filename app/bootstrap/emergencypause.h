// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/auditlog.h"
#include "core/orchestrator/orchestrator.h"

namespace slipway::app {

/// The global pause that does not wait for Redis: it ends the workers and their process trees at once and is remembered in
/// a file. As soon as Redis answers it becomes the usual global pause, which only a person lifts, and the file goes.
/// Lives in the engine thread; await stop() before destruction.
class EmergencyPause final {
public:
    EmergencyPause(QString file, redis::RedisClient &client, queue::TaskQueue &queue, workers::WorkerDaemon &daemon,
                   orchestrator::Orchestrator &orchestrator, control::AuditLog &audit);

    /// The file of this home.
    [[nodiscard]] static QString fileIn(const QString &stateFolder);
    /// Only remembers, for an engine that is not there yet. Any thread.
    [[nodiscard]] static Result<> remember(const QString &file, const QString &actor);

    /// At start, before the state is read: what an engine before this one was told becomes the usual pause.
    [[nodiscard]] Async<> takeUp();
    /// Returns when the workers have ended, or after a few seconds, while they hand back what they can.
    [[nodiscard]] Async<QJsonObject> pause(QString actor);
    /// Before a command is carried out: a pause that came earlier takes effect earlier.
    [[nodiscard]] Async<> settle();
    [[nodiscard]] bool isPending() const { return m_state == State::Pending; }
    [[nodiscard]] QCoro::Task<> stop();

private:
    enum class State { None, Pending, Settled };
    [[nodiscard]] QCoro::Task<> carryOut();
    [[nodiscard]] Async<> apply();

    QString m_file, m_actor;
    redis::RedisClient &m_client;
    queue::TaskQueue &m_queue;
    workers::WorkerDaemon &m_daemon;
    orchestrator::Orchestrator &m_orchestrator;
    control::AuditLog &m_audit;
    State m_state = State::None; ///< of the pause that was asked for last
    bool m_carrying = false; ///< carryOut() runs
    bool m_workersEnded = false;
    base::TaskScope m_scope;
};

} // namespace slipway::app
