// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/budgetwatch.h"

namespace slipway::orchestrator {

/// Runs the agents of planning and scaffolding in the engine: driver by project, transcript events to the faces, usage to
/// the project, the account gate before the first use of a metered agent. Engine thread.
class PlanningAgents final {
public:
    PlanningAgents(Services &services, BudgetWatch &budget);
    /// Sets the run id; a failure is in the result's class.
    [[nodiscard]] QCoro::Task<agents::AgentResult> run(ProjectPtr project, agents::AgentRequest request,
                                                       std::stop_token stop);

private:
    Services &m_services;
    BudgetWatch &m_budget;
};

} // namespace slipway::orchestrator
