// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/orchestrator/pausebook.h"
#include "core/orchestrator/projectcreation.h"
#include "core/orchestrator/projectflow.h"
#include "core/orchestrator/signinwatch.h"

namespace slipway::orchestrator {

/// Runs each project's flow, one at a time a project, and keeps those still that must not run (paused, deleted, the engine
/// stops). Engine thread; await stop() before destruction.
class FlowDriver final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FlowDriver)
public:
    FlowDriver(Services &services, ProjectViews &views, PlanningAgents &agents, ProjectCreation &creation,
               DeployFlow &deploys, const PauseBook &pauses, const SignInWatch &signIn, QObject *parent = nullptr);
    ~FlowDriver() override;

    /// Goes on with whatever is next for the project, if it may and is not at it already.
    void advance(const ProjectPtr &project);
    /// Shared: the project may be deleted while somebody still uses it.
    [[nodiscard]] Result<std::shared_ptr<ProjectFlow>> flowOf(const ProjectPtr &project);
    /// Paused: what the engine itself runs for these projects ends (agents of planning with their process trees). Else:
    /// goes on.
    void applyPauses();
    /// For a project that is deleted: its flow ends, and none is begun until reinstate() or forget().
    [[nodiscard]] Async<> retire(QString project);
    void reinstate(const ProjectPtr &project); ///< the deletion failed
    void forget(const QString &project);
    void requestStop();
    [[nodiscard]] QCoro::Task<> stop();

Q_SIGNALS:
    void pipelineBegan(const slipway::orchestrator::ProjectPtr &project); ///< or goes on: its CI is to be watched

private:
    struct Running {
        std::shared_ptr<ProjectFlow> flow; ///< shared with its coroutine
        std::stop_source stop;
        bool busy = false;
        bool isOver = false; ///< deleted, or the engine stops: never driven again
    };
    [[nodiscard]] Result<Running *> runningOf(const ProjectPtr &project);
    [[nodiscard]] QCoro::Task<> drive(ProjectPtr project, std::stop_token stop);
    void flowEnded(const ProjectPtr &project, const Result<> &result);

    Services &m_services;
    ProjectViews &m_views;
    PlanningAgents &m_agents;
    ProjectCreation &m_creation;
    DeployFlow &m_deploys;
    const PauseBook &m_pauses;
    const SignInWatch &m_signIn;
    std::map<QString, Running> m_running;
    base::TaskScope m_scope;
};

} // namespace slipway::orchestrator
