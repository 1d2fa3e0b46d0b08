// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/deployflow.h"

#include <QScopeGuard>

namespace slipway::orchestrator {

using domain::DeployState;

namespace {
constexpr std::chrono::seconds watchInterval(10);
} // namespace

bool DeployFlow::isUp(const domain::Deployment &deployment)
{
    return deployment.state == DeployState::Live
        || (deployment.state == DeployState::Failed && !deployment.url.isEmpty());
}

void DeployFlow::reviveDeployments()
{
    const auto projects = m_services.projects.all();
    for (const auto &project : projects) {
        if (!m_services.deployer.live(project->name).id.isEmpty())
            m_scope.start(revive(project), "revive deployment");
    }
    m_scope.start(watch(), "watch deployments");
}

Async<> DeployFlow::watch()
{
    while (true) {
        CO_CHECK(co_await base::sleepFor(watchInterval, m_scope.stopToken()));
        const auto kept = co_await m_services.deployer.keepServing();
        if (!kept)
            qWarning("the reverse proxy: %s", qUtf8Printable(kept.error().message));
        co_await finishRemovals();
        co_await finishWithdrawals();
        const auto projects = m_services.projects.all();
        for (const auto &project : projects)
            co_await lookAfter(project);
    }
}

QCoro::Task<> DeployFlow::lookAfter(ProjectPtr project)
{
    if (project->isBeingDeleted || m_busy.contains(project->name) || m_reviving.contains(project->name))
        co_return;
    if (isDown(*project)) {
        m_scope.start(revive(project), "revive deployment");
        co_return;
    }
    const bool wants = co_await m_exposure.wantsRenewal(project);
    if (wants) {
        const auto renewed = co_await publishAnswered(project);
        Q_UNUSED(renewed)
    }
    const auto report = co_await m_crashes.look(project->name);
    if (project->isBeingDeleted || !report || report->message.isEmpty())
        co_return;
    for (auto &known : project->deployments) {
        if (known.state == DeployState::Live)
            known.error = report->well ? QString() : report->message;
    }
    m_views.changed(*project);
    m_services.events.notify(report->well ? QStringLiteral("deploy_recovered") : QStringLiteral("deploy_crash_loop"),
                             project->name, report->message, report->log);
}

bool DeployFlow::isDown(const Project &project) const
{
    const QString id = m_services.deployer.live(project.name).id;
    return std::ranges::any_of(project.deployments,
                               [&](const auto &known) { return known.id == id && known.state == DeployState::Failed; });
}

Async<> DeployFlow::revive(ProjectPtr project)
{
    if (project->isBeingDeleted || m_busy.contains(project->name) || m_reviving.contains(project->name))
        co_return Result<> {};
    const std::stop_token stop = m_reviving[project->name].get_token();
    const auto end = qScopeGuard([this, name = project->name] { m_reviving.erase(name); });
    const bool wasDown = isDown(*project);
    // What served, which is not the newest deployment when that one failed.
    auto deployment = m_services.deployer.live(project->name);
    const auto running = co_await m_services.deployer.ensureRunning(project->name, deployment, stop);
    if (stop.stop_requested() || (!running && running.error().code == ErrorCode::Cancelled))
        co_return Result<> {};
    if (running && wasDown) {
        deployment.state = DeployState::Live;
        deployment = co_await m_exposure.of(project, deployment);
        announce(project, deployment);
        checkAndTriggerDeploy(project); // it may be what kept a finished project from being settled
    }
    if (running || wasDown) // else it was said before
        co_return running;
    deployment.state = DeployState::Failed;
    deployment.error = running.error().message;
    announce(project, deployment);
    co_return forward(running);
}

QCoro::Task<> DeployFlow::finishRemovals()
{
    const QStringList waiting = m_services.deployer.unfinishedRemovals();
    for (const QString &name : waiting) {
        if (m_busy.contains(name) || m_reviving.contains(name))
            continue;
        const bool leaving = m_services.publisher.leaving().contains(name);
        const auto port = leaving ? deploy::PortPolicy::Keep : deploy::PortPolicy::Release;
        const auto finished = co_await m_services.deployer.finishRemoval(name, port);
        if (!finished) {
            qWarning("removing %s: %s", qUtf8Printable(name), qUtf8Printable(finished.error().message));
            continue;
        }
        if (!*finished)
            continue;
        if (const auto project = m_services.projects.find(name)) {
            for (auto &known : (*project)->deployments) {
                if (!isUp(known))
                    continue;
                known.state = DeployState::None;
                known.error.clear();
            }
            m_views.changed(**project);
        }
        m_services.events.notify(QStringLiteral("undeployed"), name, QStringLiteral("%1 is down now").arg(name),
                                 QStringLiteral("Its container is removed"));
    }
}

QCoro::Task<> DeployFlow::finishWithdrawals()
{
    const QStringList leaving = m_services.publisher.leaving();
    for (const QString &name : leaving) {
        if (m_busy.contains(name) || m_reviving.contains(name))
            continue;
        auto finished = co_await m_services.publisher.finishWithdrawal(name);
        if (finished)
            finished = co_await m_services.deployer.releasePort(name);
        if (!finished && finished.error().code != ErrorCode::Waiting) // that was said when it was withdrawn
            qWarning("the way to the public of %s: %s", qUtf8Printable(name), qUtf8Printable(finished.error().message));
    }
}

} // namespace slipway::orchestrator
