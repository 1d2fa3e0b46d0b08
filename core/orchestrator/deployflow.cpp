// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/deployflow.h"

#include "core/deploy/failuretext.h"

#include <QScopeGuard>

namespace slipway::orchestrator {

using domain::DeployState;
using domain::TaskPhase;

namespace {

QString nextId(const Project &project)
{
    int highest = 0;
    for (const auto &known : project.deployments)
        highest = qMax(highest, known.id.mid(1).toInt());
    return QStringLiteral("d%1").arg(highest + 1);
}

/// Blocked behind something that needs attention counts as drained: nothing else is left that could move it.
bool isAtRest(const domain::Task &task)
{
    return task.phase != TaskPhase::Ready && task.phase != TaskPhase::Delayed && task.phase != TaskPhase::Running
        && task.phase != TaskPhase::InReview;
}
} // namespace

DeployFlow::DeployFlow(Services &services, ProjectViews &views)
    : m_services(services)
    , m_views(views)
    , m_crashes(services.deployer)
    , m_exposure(services, views)
{
}

DeployFlow::Busy::Busy(DeployFlow &flow, ProjectPtr project)
    : m_flow(flow)
    , m_project(std::move(project))
{
    m_flow.m_busy[m_project->name] = std::stop_source();
}

DeployFlow::Busy::~Busy()
{
    m_flow.m_busy.erase(m_project->name);
    if (m_flow.m_checkAgain.remove(m_project->name))
        m_flow.checkAndTriggerDeploy(m_project);
}

std::stop_token DeployFlow::Busy::stopToken() const
{
    return m_flow.m_busy.at(m_project->name).get_token();
}

Result<> DeployFlow::checkFree(const QString &project) const
{
    if (!m_busy.contains(project))
        return {};
    return fail(ErrorCode::Conflict, QStringLiteral("%1 is being deployed already").arg(project),
                QStringLiteral("Wait for it: slipway status --watch"));
}

void DeployFlow::requestStop()
{
    m_scope.requestStop();
    for (auto *work : { &m_busy, &m_reviving }) {
        for (auto &[name, source] : *work)
            source.request_stop();
    }
}

QCoro::Task<> DeployFlow::stop()
{
    co_await m_scope.drain();
}

void DeployFlow::announce(const ProjectPtr &project, const domain::Deployment &deployment)
{
    if (deployment.state == DeployState::Live) {
        for (auto &known : project->deployments) {
            if (known.state == DeployState::Live && known.id != deployment.id)
                known.state = DeployState::None; // superseded; the kept ones can be rolled back to
        }
    }
    project->record(deployment);
    m_views.changed(*project);
    m_services.events.publish(
        QStringLiteral("deploy"),
        { { QStringLiteral("project"), project->name }, { QStringLiteral("deployment"), domain::toJson(deployment) } });
    if (deployment.state == DeployState::Live) {
        m_services.events.notify(QStringLiteral("deploy_live"), project->name,
                                 QStringLiteral("%1 is live").arg(project->name), deployment.url);
    } else if (deployment.state == DeployState::Failed) {
        m_services.events.notify(QStringLiteral("deploy_failed"), project->name,
                                 QStringLiteral("The deploy of %1 failed").arg(project->name), deployment.error);
    }
}

Async<domain::Deployment> DeployFlow::deployProject(ProjectPtr project)
{
    co_await revived(project->name);
    if (m_scope.stopToken().stop_requested())
        co_return fail(ErrorCode::Cancelled, QStringLiteral("The engine stops"));
    if (project->isBeingDeleted)
        co_return fail(ErrorCode::NotFound, QStringLiteral("%1 is being deleted").arg(project->name));
    CO_CHECK(checkFree(project->name));
    const Busy busy(*this, project);
    const auto deployment = co_await build(project, busy.stopToken());
    if (deployment && deployment->state == DeployState::Live)
        m_checkAgain.insert(project->name); // settles a finished project, or deploys what was merged meanwhile
    co_return deployment;
}

Async<domain::Deployment> DeployFlow::build(ProjectPtr project, std::stop_token stop)
{
    CO_TRY(const QString mirror, co_await m_services.forgeOf(*project).mirror(project->repo));
    const QString branch = QStringLiteral("refs/heads/") + project->defaultBranch;
    CO_TRY(const QString head, co_await m_services.git.resolve(mirror, branch));
    if (head.isEmpty()) {
        co_return fail(ErrorCode::NotFound, QStringLiteral("%1 has nothing to deploy yet").arg(project->name),
                       QStringLiteral("Run its pipeline first: slipway run %1").arg(project->name));
    }
    // An unfinished one of an engine that died is taken up under its own id.
    const auto last = project->deployment();
    const bool unfinished = last.state == DeployState::Building || last.state == DeployState::Starting;
    const bool same = unfinished && last.commit == head;
    const deploy::DeployRequest request { project->name, mirror, head, same ? last.id : nextId(*project) };
    auto *events = &m_services.events;
    auto *views = &m_views;
    const auto progress = [events, views, project](const domain::Deployment &deployment, const QString &line) {
        if (project->deployment().id != deployment.id || project->deployment().state != deployment.state) {
            project->record(deployment);
            views->changed(*project);
        }
        if (!line.isEmpty()) {
            events->publish(QStringLiteral("deploy"),
                            { { QStringLiteral("project"), project->name },
                              { QStringLiteral("deployment"), domain::toJson(deployment) },
                              { QStringLiteral("line"), line } });
        }
    };
    auto deployment = co_await m_services.deployer.deployProject(request, progress, stop);
    if (!deployment)
        co_return deployment;
    if (deployment->state == DeployState::Live && !stop.stop_requested()) // else it is to go, or the engine is
        deployment = co_await m_exposure.of(project, *deployment);
    announce(project, *deployment);
    co_return deployment;
}

Async<domain::Deployment> DeployFlow::rollback(ProjectPtr project, QString id)
{
    co_await revived(project->name);
    const auto kept = m_services.deployer.kept(project->name);
    const QString liveId = m_services.deployer.live(project->name).id;
    domain::Deployment target;
    for (const auto &deployment : kept) {
        if (id.isEmpty() ? deployment.id != liveId : deployment.id == id)
            target = deployment; // the newest that fits
    }
    if (target.id.isEmpty()) {
        QStringList ids;
        for (const auto &deployment : kept)
            ids.append(deployment.id);
        co_return fail(ErrorCode::NotFound, QStringLiteral("%1 has no deployment to roll back to").arg(project->name),
                       ids.isEmpty() ? QStringLiteral("Deploy it first: slipway deploy %1").arg(project->name)
                                     : QStringLiteral("Kept: %1").arg(ids.join(QStringLiteral(", "))));
    }
    CO_CHECK(checkFree(project->name));
    const Busy busy(*this, project);
    auto deployment = co_await m_services.deployer.rollback(project->name, target, busy.stopToken());
    if (!deployment)
        co_return deployment;
    if (!busy.stopToken().stop_requested())
        deployment = co_await m_exposure.of(project, *deployment);
    for (auto &known : project->deployments) {
        if (known.id == liveId)
            known.state = DeployState::RolledBack;
    }
    project->deployments.removeIf([&](const auto &known) { return known.id == deployment->id; });
    announce(project, *deployment);
    co_return deployment;
}

Async<> DeployFlow::undeploy(ProjectPtr project, deploy::DataPolicy data)
{
    CO_CHECK(co_await endWork(project->name));
    const Busy busy(*this, project);
    co_return co_await takeDown(project, data);
}

Async<> DeployFlow::endWork(QString project)
{
    while (m_busy.contains(project) || m_reviving.contains(project)) {
        for (auto *work : { &m_busy, &m_reviving }) {
            if (const auto running = work->find(project); running != work->end())
                running->second.request_stop();
        }
        CO_CHECK(co_await base::sleepFor(std::chrono::milliseconds(20), m_scope.stopToken()));
    }
    co_return {};
}

Async<> DeployFlow::takeDown(ProjectPtr project, deploy::DataPolicy data)
{
    const QString name = project->name;
    ++m_takeDowns[name];
    // Its port is nobody else's while requests from outside are still led to it.
    auto undeployed = co_await m_services.deployer.undeploy(name, data, deploy::PortPolicy::Keep);
    const bool postponed = !undeployed && m_services.deployer.unfinishedRemovals().contains(name);
    if (!undeployed && !postponed)
        co_return undeployed;
    const auto withdrawn = co_await m_exposure.withdraw(name);
    if (undeployed && withdrawn)
        undeployed = co_await m_services.deployer.releasePort(name);
    for (auto &known : project->deployments) {
        const bool unfinished = known.state == DeployState::Building || known.state == DeployState::Starting;
        if (!isUp(known) && !unfinished)
            continue;
        const bool stays = postponed && !unfinished;
        known.state = stays ? DeployState::Failed : DeployState::None;
        known.error = stays ? deploy::oneLine(undeployed.error()) : QString();
    }
    m_views.changed(*project);
    co_return undeployed ? withdrawn : undeployed;
}

Async<> DeployFlow::remove(ProjectPtr project)
{
    CO_CHECK(co_await endWork(project->name));
    const Busy busy(*this, project);
    const auto gone = co_await takeDown(project, deploy::DataPolicy::Delete);
    m_checkAgain.remove(project->name);
    co_return gone;
}

Async<domain::Deployment> DeployFlow::ensureLive(ProjectPtr project)
{
    co_await revived(project->name);
    const auto last = m_services.deployer.live(project->name);
    if (!last.id.isEmpty()) {
        auto serving = co_await serveAgain(project, last);
        if (serving || serving.error().code == ErrorCode::Cancelled)
            co_return serving;
    }
    CO_TRY(const domain::Deployment deployment, co_await deployProject(project));
    if (deployment.state != DeployState::Live)
        co_return fail(ErrorCode::Internal, deployment.error, QStringLiteral("The log folder has the details"));
    co_return deployment;
}

Async<domain::Deployment> DeployFlow::serveAgain(ProjectPtr project, domain::Deployment last)
{
    CO_CHECK(checkFree(project->name));
    const Busy busy(*this, project);
    const std::stop_token stop = busy.stopToken();
    CO_CHECK(co_await m_services.deployer.ensureRunning(project->name, last, stop));
    CO_TRY(const bool healthy, co_await m_services.deployer.isHealthy(last));
    if (stop.stop_requested())
        co_return fail(ErrorCode::Cancelled, QStringLiteral("%1 is no longer wanted").arg(last.id));
    if (!healthy)
        co_return fail(ErrorCode::Unavailable, QStringLiteral("%1 does not answer").arg(last.id));
    last.state = DeployState::Live;
    last = co_await m_exposure.of(project, last);
    const auto known = std::ranges::find(project->deployments, last.id, &domain::Deployment::id);
    if (known == project->deployments.end() || known->state != DeployState::Live) {
        announce(project, last);
    } else if (known->url != last.url || known->reach != last.reach) {
        project->record(last);
        m_views.changed(*project);
    }
    co_return domain::Deployment(last);
}

bool DeployFlow::isDrained(const QString &project) const
{
    const auto &tasks = m_services.store.snapshot().tasks;
    const auto stuck = stuckReviews(tasks, project);
    return std::ranges::all_of(tasks, [&](const domain::Task &task) {
        return task.key.project != project || isAtRest(task)
            || (task.phase == TaskPhase::InReview && stuck.contains(task.pr));
    });
}

void DeployFlow::checkAndTriggerDeploy(ProjectPtr project)
{
    if (m_scope.stopToken().stop_requested())
        return;
    if (project->stage != QLatin1String("workers") && project->stage != QLatin1String("done"))
        return;
    if (!isDrained(project->name) || m_views.countsOf(project->name).total() == 0)
        return;
    if (m_busy.contains(project->name)) {
        m_checkAgain.insert(project->name);
        return;
    }
    m_scope.start(autoDeploy(project), "auto-deploy");
}

Async<> DeployFlow::autoDeploy(ProjectPtr project)
{
    const int takeDowns = m_takeDowns.value(project->name);
    // The store follows the queue by a moment; the queue itself has the last word.
    CO_TRY(const QList<domain::Task> tasks, co_await m_services.queue.tasks(project->name));
    QMap<QString, domain::Task> byKey;
    for (const auto &task : tasks)
        byKey.insert(task.key.toString(), task);
    const auto stuck = stuckReviews(byKey, project->name);
    const bool drained = std::ranges::all_of(tasks, [&](const domain::Task &task) {
        return isAtRest(task) || (task.phase == TaskPhase::InReview && stuck.contains(task.pr));
    });
    if (!drained)
        co_return Result<> {};
    CO_TRY(const QString mirror, co_await m_services.forgeOf(*project).mirror(project->repo));
    const QString branch = QStringLiteral("refs/heads/") + project->defaultBranch;
    CO_TRY(const QString head, co_await m_services.git.resolve(mirror, branch));
    co_await revived(project->name);
    if (m_takeDowns.value(project->name) != takeDowns) // a person wanted it down meanwhile
        co_return Result<> {};
    const auto last = project->deployment();
    // A commit is deployed by itself once: a failed deploy of it waits for a person or the next merge, and what a person
    // stopped or rolled back stays so.
    const bool known = std::ranges::any_of(project->deployments, [&](const auto &d) { return d.commit == head; });
    const bool unfinished = last.state == DeployState::Building || last.state == DeployState::Starting;
    if (!known || unfinished) {
        const auto deployment = co_await deployProject(project);
        if (!deployment)
            co_return forward(deployment);
    }
    settle(project, head);
    co_return Result<> {};
}

void DeployFlow::settle(const ProjectPtr &project, const QString &head)
{
    if (!isDrained(project->name))
        return;
    const auto counts = m_views.countsOf(project->name);
    const auto deployment = project->deployment();
    const bool live = deployment.state == DeployState::Live && deployment.commit == head;
    const QString before = project->state + project->stage;
    if (counts.closed == counts.total() && live) {
        project->stage = QStringLiteral("done");
        project->state = QStringLiteral("idle");
        project->detail = QStringLiteral("All %1 issues are closed").arg(counts.total());
    } else if (counts.needsAttention > 0) {
        project->state = QStringLiteral("waiting");
        project->detail = QStringLiteral("%1 issue(s) need attention").arg(counts.needsAttention);
    } else if (deployment.state == DeployState::Failed) {
        project->state = QStringLiteral("failed");
        project->detail = deployment.error;
    }
    if (before == project->state + project->stage)
        return;
    m_views.changed(*project);
    m_services.events.notify(QStringLiteral("drained"), project->name,
                             QStringLiteral("%1: nothing left to do").arg(project->name), project->detail);
}

Async<domain::Deployment> DeployFlow::publishAnswered(ProjectPtr project)
{
    co_await revived(project->name);
    // A deploy that runs looks at the answer itself.
    if (project->isBeingDeleted || m_busy.contains(project->name) || m_scope.stopToken().stop_requested())
        co_return domain::Deployment {};
    m_publishing.insert(project->name);
    const auto end = qScopeGuard([this, name = project->name] { m_publishing.remove(name); });
    const Busy busy(*this, project);
    co_return co_await m_exposure.renew(project);
}

QCoro::Task<> DeployFlow::revived(QString project)
{
    while (m_reviving.contains(project) || m_publishing.contains(project)) {
        const auto waited = co_await base::sleepFor(std::chrono::milliseconds(30), m_scope.stopToken());
        if (!waited)
            co_return;
    }
}

} // namespace slipway::orchestrator
