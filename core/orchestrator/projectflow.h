// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/deployflow.h"
#include "core/orchestrator/planningagents.h"
#include "core/orchestrator/projectviews.h"
#include "core/pipeline/step.h"
#include "core/planning/planningrun.h"

namespace slipway::orchestrator {

/// The journey of one project as durable steps: `new` (PRD, plan, gate, repository, issues) and `run` (database, CI/CD,
/// QA settings, push, protection, queue, first deploy). Each step is a file under steps/. Engine thread.
class ProjectFlow final {
public:
    /// What the steps share.
    struct Context {
        Services &services;
        ProjectViews &views;
        PlanningAgents &agents;
        DeployFlow &deploys;
        ProjectPtr project;
        pipeline::Journal &journal;
        std::stop_token stop;

        [[nodiscard]] forge::Forge &forge() const { return services.forgeOf(*project); }
        [[nodiscard]] QString planFile() const;
        [[nodiscard]] Result<domain::Plan> plan() const;
        /// For text steps: an empty folder to work in.
        [[nodiscard]] planning::PlanningContext planningContext() const;
    };

    ProjectFlow(Services &services, ProjectViews &views, PlanningAgents &agents, DeployFlow &deploys,
                ProjectPtr project);
    [[nodiscard]] Result<> open(); ///< opens the journal

    /// Idea → PRD → plan → repository → issues. Goes on where it stopped.
    [[nodiscard]] Async<> create(std::stop_token stop);
    /// The origin's `run_full_pipeline`. Goes on where it stopped.
    [[nodiscard]] Async<> runPipeline(std::stop_token stop);
    [[nodiscard]] bool isCreated() const; ///< the issues exist
    [[nodiscard]] bool wasQueued() const;
    [[nodiscard]] bool isPipelineDone() const;
    /// Puts the issues into a queue that has lost them; the open ones, on hold, are given.
    [[nodiscard]] Async<QList<domain::Task>> queueAgain();
    /// A changed plan, before anything of it was created. Conflict afterwards, Invalid with the violations.
    [[nodiscard]] Result<> replacePlan(const domain::Plan &plan);
    [[nodiscard]] Result<domain::Plan> plan() const;
    /// How the project's tests are run; known from the QA settings on.
    [[nodiscard]] QString testCommand() const;
    /// Slug → issue number, once the issues exist.
    [[nodiscard]] QJsonObject issueNumbers() const;

private:
    [[nodiscard]] Context context(std::stop_token stop);
    void enter(const QString &stage, const QString &detail);

    Services &m_services;
    ProjectViews &m_views;
    PlanningAgents &m_agents;
    DeployFlow &m_deploys;
    ProjectPtr m_project;
    pipeline::Journal m_journal;
};

} // namespace slipway::orchestrator
