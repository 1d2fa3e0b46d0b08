// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/plan.h"
#include "core/planning/planningrun.h"

namespace slipway::planning {

/// Turns the requirements into issues. Lives in its caller's thread and has to outlive its coroutines. (Creating repository,
/// branch, labels, protection and issues from the plan is the orchestrator's: it holds the forge and the journal.)
class ProjectManagerAgent final {
public:
    explicit ProjectManagerAgent(RunAgent run, domain::PlanLimits limits = {});

    /// A plan without violations. A bad one is sent back with the list at most twice; then Invalid with the list as hint.
    /// Fails with errorOf() the run that failed; Cancelled on stop (between runs).
    [[nodiscard]] Async<domain::Plan> createPlan(PlanningContext context, QString prd, std::stop_token stop = {});

private:
    RunAgent m_run;
    domain::PlanLimits m_limits;
};

} // namespace slipway::planning
