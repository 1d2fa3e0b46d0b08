// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/deploy/crashwatch.h"
#include "core/orchestrator/exposure.h"

namespace slipway::orchestrator {

/// Deploys a project's default branch, by command or when it is drained. One deploy a project at a time. Engine thread;
/// await stop() before destruction.
class DeployFlow final {
public:
    DeployFlow(Services &services, ProjectViews &views);

    /// Builds and starts the head of the default branch. A failed deployment is a value with state Failed; Conflict while
    /// another deploy of the project runs.
    [[nodiscard]] Async<domain::Deployment> deployProject(ProjectPtr project);
    /// To a kept deployment; empty id: the one that was live before. Never rebuilds.
    [[nodiscard]] Async<domain::Deployment> rollback(ProjectPtr project, QString id);
    /// What cannot be removed because the container engine is away shows as failed, and is removed when it is back.
    /// Waiting, with the command, if it is down but a connector that is not ours has to be started again: its port stays
    /// taken so long. What this engine does at the project is ended first; Conflict only while another process deploys it.
    [[nodiscard]] Async<> undeploy(ProjectPtr project, deploy::DataPolicy data);
    /// For a project that is deleted: a running deploy is ended first, service and data go. Fails while something of it
    /// cannot be stopped.
    [[nodiscard]] Async<> remove(ProjectPtr project);
    /// A person answered whether the project may be public, or what that needs. Gives what is live then, with its
    /// address; id empty if nothing is.
    [[nodiscard]] Async<domain::Deployment> publishAnswered(ProjectPtr project);
    /// A person asks for a deploy: whether it may be public is asked again if it was refused.
    void askAgain(const ProjectPtr &project) { m_exposure.askAgain(project); }
    /// The service of a finished project: found alive, started again, or deployed anew.
    [[nodiscard]] Async<domain::Deployment> ensureLive(ProjectPtr project);

    /// The origin's `_check_and_trigger_deploy`: nothing ready, delayed, running or in review, and something merged since
    /// the last deploy. Settles a finished project (stage done, state idle).
    void checkAndTriggerDeploy(ProjectPtr project);
    /// After a restart: what was live runs again, and is watched from then on (crash loops, the proxy).
    void reviveDeployments();
    void requestStop(); ///< a running deploy ends early; the old release keeps serving
    [[nodiscard]] QCoro::Task<> stop();

private:
    /// A project is being worked at: one at a time. What was drained meanwhile is looked at when it ends.
    class Busy final {
    public:
        Busy(DeployFlow &flow, ProjectPtr project);
        ~Busy();
        Q_DISABLE_COPY_MOVE(Busy)
        [[nodiscard]] std::stop_token stopToken() const;

    private:
        DeployFlow &m_flow;
        ProjectPtr m_project;
    };
    [[nodiscard]] Result<> checkFree(const QString &project) const;
    /// Asks all work at the project to stop, and waits for its end.
    [[nodiscard]] Async<> endWork(QString project);
    [[nodiscard]] Async<> takeDown(ProjectPtr project, deploy::DataPolicy data);
    [[nodiscard]] Async<domain::Deployment> serveAgain(ProjectPtr project, domain::Deployment last);
    [[nodiscard]] Async<> autoDeploy(ProjectPtr project);
    [[nodiscard]] Async<> revive(ProjectPtr project);
    [[nodiscard]] Async<> watch();
    [[nodiscard]] QCoro::Task<> lookAfter(ProjectPtr project);
    [[nodiscard]] QCoro::Task<> finishRemovals();
    [[nodiscard]] QCoro::Task<> finishWithdrawals();
    /// It serves, or served and could not be ended yet: a deploy that failed never got an address.
    [[nodiscard]] static bool isUp(const domain::Deployment &deployment);
    /// It was live, but could not be started again; what its record names may still be startable.
    [[nodiscard]] bool isDown(const Project &project) const;
    /// Until the project is neither revived nor published: what a person asks for right after a start, or while its way
    /// to the public is made anew, has to wait for that.
    [[nodiscard]] QCoro::Task<> revived(QString project);
    [[nodiscard]] bool isDrained(const QString &project) const;
    [[nodiscard]] Async<domain::Deployment> build(ProjectPtr project, std::stop_token stop);
    void settle(const ProjectPtr &project, const QString &head);
    void announce(const ProjectPtr &project, const domain::Deployment &deployment);

    Services &m_services;
    ProjectViews &m_views;
    std::map<QString, std::stop_source> m_busy; ///< projects being deployed
    std::map<QString, std::stop_source> m_reviving; ///< projects whose live deployment is being adopted
    QSet<QString> m_publishing; ///< busy, but only with their way to the public
    QMap<QString, int> m_takeDowns; ///< how often a project was taken down; what was about to deploy it lets it be
    QSet<QString> m_checkAgain; ///< drained again while a deploy was running
    deploy::CrashWatch m_crashes;
    Exposure m_exposure;
    base::TaskScope m_scope;
};

} // namespace slipway::orchestrator
