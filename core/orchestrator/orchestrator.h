// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/authorresults.h"
#include "core/orchestrator/conversation.h"
#include "core/orchestrator/flowdriver.h"
#include "core/orchestrator/leaderlock.h"
#include "core/orchestrator/leaserecovery.h"
#include "core/orchestrator/pausebook.h"
#include "core/orchestrator/peoplewatch.h"
#include "core/orchestrator/previewflow.h"
#include "core/orchestrator/projectcreation.h"
#include "core/orchestrator/projectflow.h"
#include "core/orchestrator/queuerebuild.h"
#include "core/orchestrator/resultintake.h"
#include "core/orchestrator/reviewresults.h"
#include "core/orchestrator/taskactions.h"
#include "core/workers/workerdaemon.h"

namespace slipway::orchestrator {

/// The origin's MasterAgent: all projects, the active one, one monitor a project, the worker daemon. The only writer of
/// scheduling state. Lives in the engine thread; await stop() before destruction.
class Orchestrator final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Orchestrator)
public:
    Orchestrator(Services &services, workers::WorkerDaemon &daemon, redis::RedisAddress address,
                 QObject *parent = nullptr);
    ~Orchestrator() override;

    /// The state as disk and queue have it, for the first snapshot. Changes nothing.
    [[nodiscard]] Async<domain::Snapshot> restore();
    /// Takes up everything that was unfinished when the last engine ended.
    [[nodiscard]] Async<> start();
    /// Lets what takes long (deploys) end early; stop() waits for it.
    void requestStop();
    [[nodiscard]] QCoro::Task<> stop();

    /// Origin's `handle_new_project`. Returns when the project exists; its flow goes on.
    [[nodiscard]] Async<QJsonObject> newProject(NewProject request);
    /// Origin's `handle_run_full_pipeline`. Returns at acceptance.
    [[nodiscard]] Async<QJsonObject> runFullPipeline(QString project);
    /// Origin's `handle_deploy_project`: `{success, url, port}` when live.
    [[nodiscard]] Async<QJsonObject> deployProject(QString project);
    /// The service answers, or is started or deployed again: what `build` does with a finished project.
    [[nodiscard]] Async<QJsonObject> ensureLive(QString project);
    [[nodiscard]] Async<QJsonObject> rollback(QString project, QString deployment);
    [[nodiscard]] Async<QJsonObject> undeploy(QString project);
    [[nodiscard]] Async<QJsonObject> deleteProject(QString project);
    /// Origin's `handle_switch_project`.
    [[nodiscard]] Result<QJsonObject> switchProject(const QString &project);
    [[nodiscard]] Result<QJsonObject> startWorkers();
    [[nodiscard]] Async<QJsonObject> stopWorkers();
    [[nodiscard]] Async<QJsonObject> setPaused(QString project, bool paused, QString actor);
    [[nodiscard]] Result<QJsonObject> editPlan(const QString &project, const QJsonObject &plan);
    [[nodiscard]] Async<QJsonObject> decide(QString gate, Decision decision);

    /// See Conversation; Denied while the project is paused.
    [[nodiscard]] Async<QJsonObject> ask(QString project, QString question, QString actor);
    [[nodiscard]] TaskActions &tasks() { return m_tasks; }
    [[nodiscard]] PeopleWatch &people() { return m_people; }
    void setDashboardUrl(const QString &url);
    /// A forge no longer accepts its token; see SignInWatch.
    void signInRefused(const QString &forgeKind, const QString &message) { m_signIn.refused(forgeKind, message); }
    /// Redis runs, but has lost everything: pauses and queues are made anew from disk and forge, then work goes on.
    void storeWasEmptied();

private:
    [[nodiscard]] Async<domain::Deployment> published(QString project);
    /// Makes pauses and queues whole if Redis has lost its data; true when nothing is missing (any more).
    [[nodiscard]] Async<bool> rebuildQueues();
    [[nodiscard]] Async<> takeDown(ProjectPtr project); ///< everything of a project that is deleted
    [[nodiscard]] Async<> deleteAgain(QString name); ///< a deletion that was cut off
    void publishEngine();
    [[nodiscard]] Async<> pauseForSignIn(QString project, bool paused);
    void pauseForBudget(const QString &project);
    [[nodiscard]] domain::Snapshot engineSnapshot() const; ///< the engine's own part

    Services &m_services;
    workers::WorkerDaemon &m_daemon;
    HistoryKeeper m_history;
    ProjectViews m_views;
    BudgetWatch m_budget;
    PlanningAgents m_agents;
    DeployFlow m_deploys;
    PreviewFlow m_previews;
    PauseBook m_pauses;
    ProjectCreation m_creation;
    Attention m_attention;
    Conversation m_conversation;
    TaskActions m_tasks;
    LeaseRecovery m_leases;
    ChecksFlow m_checks;
    AuthorResults m_authors;
    ReviewResults m_reviews;
    QueueRebuild m_rebuild;
    SignInWatch m_signIn;
    FlowDriver m_flows;
    PeopleWatch m_people;
    ResultIntake m_intake;
    bool m_isRebuilding = false;
    QDateTime m_startedAt;
    QString m_dashboardUrl;
    QString m_redisUrl;
    base::TaskScope m_scope;
};

} // namespace slipway::orchestrator
