// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/budgetwatch.h"
#include "core/orchestrator/projectviews.h"
#include "core/workers/accountlimits.h"

namespace slipway::orchestrator {

/// Runs the agents of planning and scaffolding in the engine: driver by project and role, transcript events to the faces, usage to
/// the project. While the agent's account has used up its limit the project waits and goes on by itself. Engine thread.
class PlanningAgents final {
public:
    PlanningAgents(Services &services, ProjectViews &views, BudgetWatch &budget);
    /// Sets the run id; a failure is in the result's class.
    [[nodiscard]] QCoro::Task<agents::AgentResult> run(ProjectPtr project, agents::AgentRequest request,
                                                       std::stop_token stop);
    /// Once and now, for somebody who waits for the answer: a used-up limit is a failure, and the project's state stays as it is.
    [[nodiscard]] QCoro::Task<agents::AgentResult> runNow(ProjectPtr project, agents::AgentRequest request,
                                                          std::stop_token stop);

private:
    [[nodiscard]] QCoro::Task<agents::AgentResult> runOnce(ProjectPtr project, agents::AgentRequest request,
                                                           std::stop_token stop);
    [[nodiscard]] Async<> waitForAccount(ProjectPtr project, QString agent, std::stop_token stop);
    Services &m_services;
    ProjectViews &m_views;
    BudgetWatch &m_budget;
    workers::AccountLimits m_limits;
};

} // namespace slipway::orchestrator
