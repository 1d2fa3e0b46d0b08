// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/orchestrator/attention.h"

namespace slipway::orchestrator {

/// Brings back the tasks whose worker is gone. Engine thread; await stop() before destruction.
class LeaseRecovery final {
public:
    LeaseRecovery(Services &services, Attention &attention);

    /// At the start of an engine: tasks of the workers that died with the one before return at once instead of after their
    /// lease. Workers of other processes are left to their leases, and what has a result handed in to its intake.
    [[nodiscard]] Async<> releaseOrphans();
    /// At the start of an engine, before its workers: what the workspaces of the one before hold and nobody else has goes to
    /// a rescue branch, then they are removed.
    [[nodiscard]] QCoro::Task<> sweepWorkspaces();
    /// From now on expired leases and delays that are over are seen as soon as they are due.
    void start();
    [[nodiscard]] QCoro::Task<> stop();

private:
    [[nodiscard]] Async<> sweep(QString folder, QString mirror);
    [[nodiscard]] QCoro::Task<> loop();
    [[nodiscard]] QCoro::Task<> recover();
    Services &m_services;
    Attention &m_attention;
    base::TaskScope m_scope;
};

} // namespace slipway::orchestrator
