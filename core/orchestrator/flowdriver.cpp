// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/flowdriver.h"

#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcFlows, "slipway.flows")

namespace slipway::orchestrator {

FlowDriver::FlowDriver(Services &services, ProjectViews &views, PlanningAgents &agents, ProjectCreation &creation,
                       DeployFlow &deploys, const PauseBook &pauses, const SignInWatch &signIn, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_views(views)
    , m_agents(agents)
    , m_creation(creation)
    , m_deploys(deploys)
    , m_pauses(pauses)
    , m_signIn(signIn)
{
}

FlowDriver::~FlowDriver() = default;

Result<FlowDriver::Running *> FlowDriver::runningOf(const ProjectPtr &project)
{
    auto &running = m_running[project->name];
    if (!running.flow) {
        running.flow = std::make_shared<ProjectFlow>(m_services, m_views, m_agents, m_deploys, project);
        CHECK(running.flow->open());
    }
    return &running;
}

Result<std::shared_ptr<ProjectFlow>> FlowDriver::flowOf(const ProjectPtr &project)
{
    TRY(Running *const running, runningOf(project));
    return running->flow;
}

void FlowDriver::advance(const ProjectPtr &project)
{
    const auto running = runningOf(project);
    if (!running) {
        flowEnded(project, forward(running));
        return;
    }
    if ((*running)->busy || (*running)->isOver || m_pauses.isPaused(project->name))
        return;
    if ((*running)->flow->isPipelineDone()) {
        Q_EMIT pipelineBegan(project);
        m_deploys.checkAndTriggerDeploy(project);
        return;
    }
    if ((*running)->flow->isCreated() && !project->pipelineWanted)
        return;
    (*running)->busy = true;
    (*running)->stop = std::stop_source();
    m_scope.start(drive(project, (*running)->stop.get_token()), "project flow");
}

QCoro::Task<> FlowDriver::drive(ProjectPtr project, std::stop_token stop)
{
    const auto flow = m_running[project->name].flow;
    Result<> result;
    if (!flow->isCreated()) {
        project->state = QStringLiteral("planning");
        result = co_await m_creation.askForAccounts(project, stop);
        if (result)
            result = co_await flow->create(stop);
        if (result) {
            project->state = QStringLiteral("idle");
            project->detail = QStringLiteral("%1 issues created").arg(flow->issueNumbers().size());
            m_views.changed(*project);
            m_services.events.notify(QStringLiteral("created"), project->name, QStringLiteral("Project created"),
                                     project->detail);
        }
    }
    if (result && project->pipelineWanted && !flow->isPipelineDone()) {
        project->state = QStringLiteral("running");
        Q_EMIT pipelineBegan(project);
        result = co_await flow->runPipeline(stop);
    }
    if (const auto running = m_running.find(project->name); running != m_running.end())
        running->second.busy = false;
    if (stop.stop_requested()) {
        // Paused, deleted, or the engine stops: nothing failed. It may have been resumed before it had ended.
        if (!m_scope.stopToken().stop_requested())
            advance(project);
        co_return;
    }
    flowEnded(project, result);
}

void FlowDriver::flowEnded(const ProjectPtr &project, const Result<> &result)
{
    if (!result && result.error().code == ErrorCode::Denied && m_signIn.isRefused(*project)) {
        project->detail = result.error().message; // paused by now; it goes on when somebody has signed in
        m_views.changed(*project);
        return;
    }
    if (!result) {
        project->state = QStringLiteral("failed");
        project->detail = result.error().hint.isEmpty()
            ? result.error().message
            : result.error().message + QStringLiteral(". ") + result.error().hint;
        m_views.changed(*project);
        m_services.events.notify(QStringLiteral("failed"), project->name,
                                 QStringLiteral("%1 failed").arg(project->name), project->detail);
        qCWarning(lcFlows, "%s: %s %s", qUtf8Printable(project->name), qUtf8Printable(project->detail),
                  qUtf8Printable(result.error().detail));
        return;
    }
    m_views.changed(*project);
    m_deploys.checkAndTriggerDeploy(project);
}

void FlowDriver::applyPauses()
{
    const auto projects = m_services.projects.all();
    for (const auto &project : projects) {
        const auto running = m_running.find(project->name);
        if (!m_pauses.isPaused(project->name))
            advance(project);
        else if (running != m_running.end())
            running->second.stop.request_stop();
    }
}

Async<> FlowDriver::retire(QString project)
{
    if (const auto running = m_running.find(project); running != m_running.end()) {
        running->second.isOver = true;
        running->second.stop.request_stop();
    }
    // It ends at its next step; what it is doing must not come after the deletion.
    for (auto it = m_running.find(project); it != m_running.end() && it->second.busy; it = m_running.find(project))
        CO_CHECK(co_await base::sleepFor(std::chrono::milliseconds(20), m_scope.stopToken()));
    co_return Result<> {};
}

void FlowDriver::reinstate(const ProjectPtr &project)
{
    if (const auto running = m_running.find(project->name); running != m_running.end())
        running->second.isOver = false;
    if (!project->isBeingDeleted)
        advance(project);
}

void FlowDriver::forget(const QString &project)
{
    m_running.erase(project);
}

void FlowDriver::requestStop()
{
    for (auto &[name, running] : m_running) {
        running.isOver = true;
        running.stop.request_stop();
    }
}

QCoro::Task<> FlowDriver::stop()
{
    requestStop();
    co_await m_scope.drain();
}

} // namespace slipway::orchestrator
