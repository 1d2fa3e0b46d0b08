// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/orchestrator.h"

#include "core/git/stalelocks.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QScopeGuard>

Q_LOGGING_CATEGORY(lcOrchestrator, "slipway.orchestrator")

namespace slipway::orchestrator {

namespace {
QJsonObject ok(const QString &project)
{
    return { { QStringLiteral("success"), true }, { QStringLiteral("project"), project } };
}

QJsonObject timesOf(const deploy::Deployer &deployer, const QString &project)
{
    QJsonObject times;
    const auto all = deployer.timings(project);
    for (auto it = all.begin(); it != all.end(); ++it)
        times.insert(it.key(), it.value());
    return times;
}
} // namespace

Orchestrator::Orchestrator(Services &services, workers::WorkerDaemon &daemon, redis::RedisAddress address,
                           QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_daemon(daemon)
    , m_history(services)
    , m_views(services, m_history)
    , m_budget(services, [this](const QString &project) { pauseForBudget(project); })
    , m_agents(services, m_views, m_budget)
    , m_deploys(services, m_views)
    , m_previews(services)
    , m_pauses(services)
    , m_creation(services, m_views)
    , m_attention(services)
    , m_conversation(services, m_agents)
    , m_tasks(services, m_views, m_attention)
    , m_leases(services, m_attention)
    , m_checks(services, m_views, m_attention)
    , m_authors(services, m_checks, m_attention)
    , m_reviews(services, m_attention, m_deploys)
    , m_rebuild(services, m_views, m_authors)
    , m_signIn(services, m_pauses,
               [this](const QString &project, bool paused) { return pauseForSignIn(project, paused); })
    , m_flows(services, m_views, m_agents, m_creation, m_deploys, m_pauses, m_signIn)
    , m_people(services, m_views, m_flows, m_pauses, m_tasks, m_reviews, m_attention)
    , m_intake(services, address, m_authors, m_reviews, m_views, m_budget, m_signIn)
    , m_startedAt(services.clock.now())
    , m_redisUrl(address.display())
{
    connect(&m_flows, &FlowDriver::pipelineBegan, this,
            [this](const ProjectPtr &project) { m_checks.startMonitor(project); });
    connect(&m_views, &ProjectViews::tasksSettled, this, [this](const QString &name) {
        const auto project = m_services.projects.find(name);
        if (project && (*project)->name == name)
            m_deploys.checkAndTriggerDeploy(*project);
    });
}

Orchestrator::~Orchestrator() = default;

domain::Snapshot Orchestrator::engineSnapshot() const
{
    domain::Snapshot snapshot;
    snapshot.version = QStringLiteral(SLIPWAY_VERSION);
    snapshot.time = m_services.clock.now();
    snapshot.engine = { m_services.settings.mode,
                        m_services.settings.host,
                        QCoreApplication::applicationPid(),
                        m_startedAt,
                        m_pauses.names().contains(QStringLiteral("*")),
                        m_daemon.isRunning(),
                        m_dashboardUrl };
    snapshot.redisUrl = m_redisUrl;
    snapshot.redisManaged = m_services.settings.redisManaged;
    snapshot.redisConnected = true;
    snapshot.activeProject = m_services.projects.active();
    snapshot.gates = m_services.gates.openGates();
    return snapshot;
}

Async<domain::Snapshot> Orchestrator::restore()
{
    CO_CHECK(m_budget.load());
    CO_CHECK(co_await m_history.load());
    CO_CHECK(co_await m_pauses.load());
    m_views.restorePaused(m_pauses.names());
    domain::Snapshot snapshot = engineSnapshot();
    // Events from here on are applied on top of it.
    const QList<QByteArray> newest { "XREVRANGE", m_services.keys.events(), "+", "-", "COUNT", "1" };
    CO_TRY(const redis::Reply last, co_await m_services.redis.command(newest));
    snapshot.lastEvent = QString::fromLatin1(last.elements.value(0).elements.value(0).string);
    if (snapshot.lastEvent.isEmpty())
        snapshot.lastEvent = QStringLiteral("0-0");
    const auto projects = m_services.projects.all();
    for (const auto &project : projects) {
        CO_TRY(const QList<domain::Task> tasks, co_await m_services.queue.tasks(project->name));
        for (const auto &task : tasks)
            snapshot.tasks.insert(task.key.toString(), task);
    }
    // The views count the tasks of the store.
    m_services.store.reset(snapshot);
    for (const auto &project : projects)
        snapshot.projects.append(m_views.viewOf(*project));
    m_services.store.reset(snapshot);
    co_return m_services.store.snapshot();
}

Async<> Orchestrator::start()
{
    CO_TRY(const bool complete, co_await rebuildQueues());
    if (!complete)
        storeWasEmptied(); // a forge may be away: the others go on meanwhile
    // What was handed in comes before what was left running: a result must not race with its own second run.
    CO_CHECK(co_await m_intake.start());
    CO_CHECK(co_await m_leases.releaseOrphans());
    co_await m_leases.sweepWorkspaces();
    m_leases.start();
    m_history.start();
    m_people.start();
    const auto projects = m_services.projects.all();
    for (const auto &project : projects) {
        // Of our own fast-forward, cut off with the engine.
        git::removeStaleLocks(project->path + QStringLiteral("/.git"));
        if (project->isBeingDeleted)
            m_scope.start(deleteAgain(project->name), "unfinished deletion");
        else
            m_flows.advance(project);
    }
    m_deploys.reviveDeployments();
    m_previews.start();
    co_return Result<> {};
}

void Orchestrator::requestStop()
{
    m_conversation.close();
    m_people.requestStop();
    m_deploys.requestStop();
    m_previews.requestStop();
}

QCoro::Task<> Orchestrator::stop()
{
    m_flows.requestStop();
    co_await m_leases.stop();
    co_await m_people.stop();
    co_await m_history.stop();
    co_await m_intake.stop();
    co_await m_signIn.stop();
    co_await m_checks.stop();
    co_await m_previews.stop();
    co_await m_deploys.stop();
    co_await m_flows.stop();
    co_await m_scope.drain();
}

void Orchestrator::publishEngine()
{
    const auto json = domain::toJson(engineSnapshot());
    m_services.events.publish(QStringLiteral("engine"),
                              { { QStringLiteral("engine"), json.value(QLatin1String("engine")) },
                                { QStringLiteral("active_project"), m_services.projects.active() } });
}

void Orchestrator::setDashboardUrl(const QString &url)
{
    m_dashboardUrl = url;
    publishEngine();
}

Async<QJsonObject> Orchestrator::newProject(NewProject request)
{
    CO_TRY(request.idea, ProjectCreation::checkedIdea(request.idea));
    const ProjectPtr known = request.reuse ? m_creation.known(request) : ProjectPtr {};
    if (known) {
        m_flows.advance(known);
        QJsonObject answer = ok(known->name);
        answer.insert(QStringLiteral("resumed"), true);
        answer.insert(QStringLiteral("finished"), known->stage == QLatin1String("done"));
        co_return answer;
    }
    CO_TRY(const ProjectPtr created, co_await m_creation.create(request));
    publishEngine();
    m_flows.advance(created);
    co_return ok(created->name);
}

Async<QJsonObject> Orchestrator::runFullPipeline(QString name)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(name));
    project->pipelineWanted = true;
    if (project->state == QLatin1String("idle") && project->stage != QLatin1String("done"))
        project->state = QStringLiteral("running");
    m_views.changed(*project);
    m_flows.advance(project);
    co_return ok(project->name);
}

Async<QJsonObject> Orchestrator::deployProject(QString name)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(name));
    m_deploys.askAgain(project);
    CO_TRY(const domain::Deployment deployment, co_await m_deploys.deployProject(project));
    if (deployment.state != domain::DeployState::Live)
        co_return fail(ErrorCode::Internal, deployment.error,
                       QStringLiteral("`slipway logs` and the log folder have the details"));
    QJsonObject answer = ok(project->name);
    answer.insert(QStringLiteral("url"), deployment.url);
    answer.insert(QStringLiteral("port"), deployment.port);
    answer.insert(QStringLiteral("reach"), deployment.reach);
    answer.insert(QStringLiteral("ms"), timesOf(m_services.deployer, project->name));
    co_return answer;
}

Async<QJsonObject> Orchestrator::ensureLive(QString name)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(name));
    CO_TRY(const domain::Deployment deployment, co_await m_deploys.ensureLive(project));
    QJsonObject answer = ok(project->name);
    answer.insert(QStringLiteral("url"), deployment.url);
    answer.insert(QStringLiteral("port"), deployment.port);
    answer.insert(QStringLiteral("reach"), deployment.reach);
    co_return answer;
}

Async<QJsonObject> Orchestrator::rollback(QString name, QString id)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(name));
    CO_TRY(const domain::Deployment deployment, co_await m_deploys.rollback(project, id));
    QJsonObject answer = ok(project->name);
    answer.insert(QStringLiteral("url"), deployment.url);
    answer.insert(QStringLiteral("port"), deployment.port);
    answer.insert(QStringLiteral("reach"), deployment.reach);
    answer.insert(QStringLiteral("ms"), timesOf(m_services.deployer, project->name));
    answer.insert(QStringLiteral("deployment"), deployment.id);
    co_return answer;
}

Async<QJsonObject> Orchestrator::undeploy(QString name)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(name));
    CO_CHECK(co_await m_deploys.undeploy(project, deploy::DataPolicy::Keep));
    co_return ok(project->name);
}

Async<QJsonObject> Orchestrator::deleteProject(QString name)
{
    if (name.isEmpty())
        co_return fail(ErrorCode::Invalid, QStringLiteral("Say which project to delete"),
                       QStringLiteral("slipway delete NAME"));
    CO_TRY(const ProjectPtr project, m_services.projects.find(name));
    const auto removed = co_await takeDown(project);
    m_previews.letGo(project->name);
    if (!removed) {
        m_people.reinstate(name);
        m_flows.reinstate(project);
        co_return forward(removed);
    }
    m_flows.forget(name);
    m_people.forget(name);
    publishEngine();
    co_return ok(name);
}

Async<> Orchestrator::takeDown(ProjectPtr project)
{
    const QString name = project->name;
    CO_CHECK(co_await m_flows.retire(name));
    co_await m_people.retire(name);
    CO_CHECK(co_await m_conversation.end(name, m_scope.stopToken()));
    co_await m_checks.stopMonitor(name);
    // The service first: while it cannot be stopped the project stays, so that there is something to try again.
    CO_CHECK(co_await m_previews.removeAll(name));
    CO_CHECK(co_await m_deploys.remove(project));
    // From here on it is finished even if it is cut off: what is half gone must not be put to work again.
    project->isBeingDeleted = true;
    CO_CHECK(m_services.projects.save(*project));
    CO_CHECK(co_await m_services.queue.removeProject(name));
    // Only what we host ourselves goes with the project; a repository elsewhere is the owner's.
    if (project->forge == QLatin1String("local") && !project->repo.isEmpty()) {
        const auto gone = co_await m_services.forgeOf(*project).deleteRepository(project->repo);
        if (!gone && gone.error().code != ErrorCode::NotFound)
            co_return forward(gone);
    }
    m_reviews.forget(name);
    m_pauses.forget(name);
    m_services.gates.withdrawProject(name);
    CO_CHECK(co_await m_history.forget(name));
    const auto forgotten = co_await m_services.memory.forget(name);
    Q_UNUSED(forgotten)
    for (const char *suffix : { ".jsonl", ".plan.json" })
        QFile::remove(m_services.settings.stateFolder + QStringLiteral("/journal/") + name + QLatin1String(suffix));
    CO_CHECK(m_services.projects.remove(name));
    m_views.forget(name);
    co_return Result<> {};
}

Async<> Orchestrator::deleteAgain(QString name)
{
    CO_CHECK(co_await deleteProject(name));
    co_return Result<> {};
}

Result<QJsonObject> Orchestrator::switchProject(const QString &name)
{
    TRY(const ProjectPtr project, m_services.projects.find(name));
    CHECK(m_services.projects.setActive(project->name));
    if (!m_pauses.isPaused(project->name))
        m_checks.restartMonitor(project);
    publishEngine();
    return ok(project->name);
}

Result<QJsonObject> Orchestrator::startWorkers()
{
    m_daemon.start();
    publishEngine();
    return QJsonObject { { QStringLiteral("success"), true } };
}

Async<QJsonObject> Orchestrator::stopWorkers()
{
    co_await m_daemon.stop();
    publishEngine();
    co_return QJsonObject { { QStringLiteral("success"), true } };
}

Async<QJsonObject> Orchestrator::setPaused(QString name, bool paused, QString actor)
{
    if (!name.isEmpty() && name != QLatin1String("*")) {
        CO_TRY(const ProjectPtr project, m_services.projects.find(name));
        Q_UNUSED(project)
    }
    CO_CHECK(co_await m_pauses.set(name.isEmpty() ? QStringLiteral("*") : name, paused, actor));
    m_views.setPaused(m_pauses.names());
    if (!paused)
        m_signIn.resumed(name.isEmpty() ? QStringLiteral("*") : name);
    m_conversation.stop([this](const QString &project) { return m_pauses.isPaused(project); });
    m_flows.applyPauses();
    publishEngine();
    co_return QJsonObject { { QStringLiteral("success"), true },
                            { QStringLiteral("paused"), QJsonArray::fromStringList(m_pauses.names()) } };
}

Async<bool> Orchestrator::rebuildQueues()
{
    const QList<QByteArray> look { "EXISTS", m_services.keys.complete() };
    CO_TRY(const redis::Reply known, co_await m_services.redis.command(look));
    if (known.integer == 1) {
        CO_CHECK(co_await m_pauses.restore());
        m_views.setPaused(m_pauses.names());
        co_return true;
    }
    // Whoever runs has lost the lease, and nobody may claim what is half made.
    const auto resume = qScopeGuard([this, workersRan = m_daemon.isRunning()] {
        if (workersRan && !m_scope.stopToken().stop_requested())
            m_daemon.start();
    });
    co_await m_daemon.stop();
    bool complete = true;
    QList<domain::TaskKey> held;
    const auto projects = m_services.projects.all();
    for (const auto &project : projects) {
        const auto flow = m_flows.flowOf(project);
        if (!flow || project->isBeingDeleted)
            continue;
        const auto kept = *flow; // the project may be deleted meanwhile
        const auto made = co_await m_rebuild.rebuild(project, kept.get());
        if (made)
            held += *made;
        else
            qCWarning(lcOrchestrator, "queue of %s: %s", qUtf8Printable(project->name),
                      qUtf8Printable(made.error().message));
        complete = complete && made.has_value();
    }
    // The pauses before the tasks: what was paused must not be seen by a worker elsewhere.
    CO_CHECK(co_await m_pauses.restore());
    m_views.setPaused(m_pauses.names());
    for (const auto &key : std::as_const(held))
        CO_CHECK(co_await m_services.queue.releaseHold(key));
    if (complete) {
        const QList<QByteArray> mark { "SET", m_services.keys.complete(), "1" };
        CO_CHECK(co_await m_services.redis.command(mark));
        m_people.lookAgain(); // theirs are not in the plan
    }
    publishEngine();
    co_return complete;
}

void Orchestrator::storeWasEmptied()
{
    if (std::exchange(m_isRebuilding, true))
        return;
    const auto recover = [](Orchestrator *self) -> Async<> {
        auto pause = std::chrono::milliseconds(500);
        while (true) {
            const auto complete = co_await self->rebuildQueues();
            if (complete && *complete)
                break;
            CO_CHECK(co_await base::sleepFor(pause, self->m_scope.stopToken()));
            pause = std::min<std::chrono::milliseconds>(pause * 2, std::chrono::minutes(1));
        }
        self->m_isRebuilding = false;
        co_return Result<> {};
    };
    m_scope.start(recover(this), "rebuild of the queues");
}

Async<> Orchestrator::pauseForSignIn(QString project, bool paused)
{
    CO_CHECK(co_await setPaused(project, paused, QStringLiteral("sign-in")));
    co_return Result<> {};
}

void Orchestrator::pauseForBudget(const QString &project)
{
    const auto pause = [](Orchestrator *self, QString name) -> Async<> {
        CO_CHECK(co_await self->setPaused(name, true, QStringLiteral("budget")));
        co_return Result<> {};
    };
    m_scope.start(pause(this, project), "pause for budget");
}

Result<QJsonObject> Orchestrator::editPlan(const QString &name, const QJsonObject &json)
{
    TRY(const ProjectPtr project, m_services.projects.find(name));
    TRY(const auto flow, m_flows.flowOf(project));
    TRY(const domain::Plan plan, domain::planFromJson(json));
    CHECK(flow->replacePlan(plan));
    return QJsonObject { { QStringLiteral("success"), true }, { QStringLiteral("issues"), plan.issues.size() } };
}

Async<domain::Deployment> Orchestrator::published(QString name)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(name));
    co_return co_await m_deploys.publishAnswered(project);
}

Async<QJsonObject> Orchestrator::ask(QString name, QString question, QString actor)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(name));
    if (m_pauses.isPaused(project->name))
        co_return fail(ErrorCode::Denied, QStringLiteral("%1 is paused: no agent runs").arg(project->name),
                       QStringLiteral("slipway resume"));
    CO_CHECK(m_creation.mayUseAgent(m_conversation.agentOf(*project)));
    co_return co_await m_conversation.ask(project, question, actor);
}

Async<QJsonObject> Orchestrator::decide(QString id, Decision decision)
{
    CO_TRY(const auto answered, m_services.gates.decide(id, decision));
    const auto &[key, gate] = answered;
    const QString word = decision.approved ? QStringLiteral("approved") : QStringLiteral("rejected: ") + decision.why;
    co_await m_services.remember(gate.project, QStringLiteral("decision"),
                                 QString(gate.title + QStringLiteral(" - ") + word));
    const QStringList parts = key.split(QLatin1Char(':'));
    if (gate.kind == QLatin1String("needs_attention")) {
        const domain::TaskKey task { parts.value(1), parts.value(2).toInt() };
        m_services.gates.withdraw(key);
        CO_CHECK(decision.approved ? co_await m_tasks.retry(task) : co_await m_tasks.cancel(task, decision.why));
    }
    if (gate.kind == QLatin1String("budget") && decision.approved) {
        const QString project = m_budget.grant(key);
        CO_CHECK(co_await setPaused(project, false, decision.actor));
    }
    if (PeopleWatch::asks(gate.kind))
        m_people.lookAgain(gate.project);
    if (gate.kind == SignInWatch::gateKind())
        CO_CHECK(co_await m_signIn.decided(gate.project, decision.approved));
    const bool isAboutChecks = gate.kind == QLatin1String("unsupported") || gate.kind == ChecksFlow::weakenedKind();
    if (isAboutChecks && decision.approved)
        CO_CHECK(co_await m_checks.letReviewBegin(parts.value(1), parts.value(2).toInt()));
    if (gate.kind == ChecksFlow::weakenedKind() && !decision.approved) {
        CO_TRY(const ProjectPtr project, m_services.projects.find(parts.value(1)));
        const QString summary = QStringLiteral("A person refused this change, which weakens the checks: %1\n\n%2")
                                    .arg(decision.why, gate.detail);
        CO_CHECK(co_await m_reviews.refuse(project, parts.value(2).toInt(), summary));
    }
    QJsonObject answer { { QStringLiteral("success"), true }, { QStringLiteral("gate"), id } };
    if (gate.kind == QLatin1String("publish")) {
        const auto live = co_await published(gate.project);
        if (live && !live->id.isEmpty()) {
            answer.insert(QStringLiteral("project"), gate.project);
            answer.insert(QStringLiteral("url"), live->url);
            answer.insert(QStringLiteral("reach"), live->reach);
        }
    }
    co_return answer;
}

} // namespace slipway::orchestrator
