// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/orchestrator.h"

#include "core/agents/recipe.h"
#include "core/base/files.h"

#include <QCoreApplication>
#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcOrchestrator, "slipway.orchestrator")

namespace slipway::orchestrator {

using domain::TaskPhase;

namespace {
constexpr qsizetype maxIdea = 8000;

QJsonObject ok(const QString &project)
{
    return { { QStringLiteral("success"), true }, { QStringLiteral("project"), project } };
}
} // namespace

Orchestrator::Orchestrator(Services &services, workers::WorkerDaemon &daemon, redis::RedisAddress address,
                           QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_daemon(daemon)
    , m_views(services)
    , m_budget(services, [this](const QString &project) { pauseForBudget(project); })
    , m_agents(services, m_budget)
    , m_deploys(services, m_views)
    , m_attention(services)
    , m_checks(services, m_views, m_attention)
    , m_authors(services, m_checks, m_attention)
    , m_reviews(services, m_attention, m_deploys)
    , m_intake(services, address, m_authors, m_reviews, m_views, m_budget)
    , m_startedAt(services.clock.now())
    , m_redisUrl(address.display())
{
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
                        m_paused.contains(QStringLiteral("*")),
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
    CO_TRY(m_paused, co_await m_services.queue.pausedProjects());
    m_views.restorePaused(m_paused);
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
    // What was handed in comes before what was left running: a result must not race with its own second run.
    CO_CHECK(co_await m_intake.start());
    CO_CHECK(co_await releaseOrphans());
    m_scope.start(recoverLoop(), "lease recovery");
    const auto projects = m_services.projects.all();
    for (const auto &project : projects)
        advance(project);
    m_deploys.reviveDeployments();
    co_return Result<> {};
}

void Orchestrator::requestStop()
{
    m_deploys.requestStop();
}

QCoro::Task<> Orchestrator::stop()
{
    for (auto &[name, running] : m_running)
        running.stop.request_stop();
    co_await m_intake.stop();
    co_await m_checks.stop();
    co_await m_deploys.stop();
    co_await m_scope.drain();
}

Async<> Orchestrator::releaseOrphans()
{
    // The workers of an engine that died with it: their tasks return at once instead of after the lease. Workers of other
    // processes carry their own prefix and are left to their leases.
    const QString ours = m_services.settings.host + QLatin1Char('-');
    const QList<QByteArray> waiting { "XRANGE", m_services.keys.results(), "-", "+" };
    CO_TRY(const redis::Reply handedIn, co_await m_services.redis.command(waiting));
    QSet<QString> settled;
    for (const auto &entry : handedIn.elements) {
        const auto json = base::parseObject(entry.elements.value(1).pairs().value("json"));
        settled.insert(json.value(QLatin1String("task")).toString());
    }
    const auto tasks = m_services.store.snapshot().tasks;
    for (const auto &task : tasks) {
        if (task.phase != TaskPhase::Running || !task.leaseOwner.startsWith(ours)
            || settled.contains(task.key.toString()))
            continue;
        const auto released = co_await m_services.queue.release(task.key);
        if (!released)
            qCWarning(lcOrchestrator, "release %s: %s", qUtf8Printable(task.key.toString()),
                      qUtf8Printable(released.error().message));
    }
    co_return Result<> {};
}

QCoro::Task<> Orchestrator::recoverLoop()
{
    const auto stop = m_scope.stopToken();
    while (!stop.stop_requested()) {
        const auto moved = co_await m_services.queue.recover();
        if (moved) {
            for (const auto &task : *moved) {
                const auto project = m_services.projects.find(task.key.project);
                if (project && task.phase == TaskPhase::Dead) {
                    const auto called = co_await m_attention.call(*project, task);
                    Q_UNUSED(called)
                }
            }
        }
        auto pause = std::chrono::milliseconds(1000);
        const auto due = co_await m_services.queue.nextDue();
        if (due && *due)
            pause = std::clamp(**due, std::chrono::milliseconds(20), pause);
        const auto waited = co_await base::sleepFor(pause, stop);
        Q_UNUSED(waited)
    }
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

Async<QString> Orchestrator::chooseAgent(const NewProject &request)
{
    QString name = request.agent.isEmpty() ? m_services.settings.defaultAgent : request.agent;
    if (name.isEmpty()) {
        const auto detected = co_await m_services.catalog.detect(m_services.runner);
        name = detected ? (*detected)->name() : QStringLiteral("replay");
    }
    CO_TRY(const auto driver, m_services.catalog.find(name));
    if (!driver->isRecording() && !m_services.settings.sandboxWorks) {
        co_return fail(
            ErrorCode::Unsupported,
            QStringLiteral("The agent %1 needs a sandbox, and bubblewrap does not work here").arg(name),
            QStringLiteral(
                "Install bubblewrap and allow user namespaces (see `slipway doctor`), or use --agent replay"));
    }
    if (!driver->isRecording()) {
        const auto available = co_await driver->detect(m_services.runner);
        if (!available)
            co_return forward(available);
        if (!available->installed || !available->signedIn)
            co_return fail(ErrorCode::Unsupported, QStringLiteral("The agent %1 cannot be used").arg(name),
                           available->hint);
    }
    co_return name;
}

Async<QJsonObject> Orchestrator::newProject(NewProject request)
{
    request.idea = request.idea.simplified();
    if (request.idea.isEmpty())
        co_return fail(ErrorCode::Invalid, QStringLiteral("The idea is empty"),
                       QStringLiteral("Say in a line what to build: slipway new \"Build a URL shortener\""));
    if (request.idea.size() > maxIdea) {
        co_return fail(
            ErrorCode::Invalid,
            QStringLiteral("The idea has %1 characters; at most %2 are allowed").arg(request.idea.size()).arg(maxIdea),
            QStringLiteral("Say it in a line or two; details belong into the plan, which you may edit"));
    }
    if (!request.from.isEmpty()) {
        co_return fail(ErrorCode::Unsupported,
                       QStringLiteral("Starting from an existing repository (--from) is not available yet"),
                       QStringLiteral("Start from an idea: slipway new \"Build a URL shortener\""));
    }
    if (request.reuse) {
        const auto all = m_services.projects.all();
        for (auto it = all.crbegin(); it != all.crend(); ++it) {
            const auto &known = *it;
            if (known->idea != request.idea)
                continue;
            known->planApproved = known->planApproved || request.approvePlan;
            if (request.pace >= 0)
                known->pace = request.pace;
            advance(known);
            QJsonObject answer = ok(known->name);
            answer.insert(QStringLiteral("resumed"), true);
            answer.insert(QStringLiteral("finished"), known->stage == QLatin1String("done"));
            co_return answer;
        }
    }
    CO_TRY(const QString agent, co_await chooseAgent(request));
    CO_TRY(const auto driver, m_services.catalog.find(agent));
    Project project;
    project.agent = agent;
    project.idea = request.idea;
    project.pace = request.pace >= 0 ? request.pace : m_services.settings.pace;
    project.planApproved = request.approvePlan;
    project.forge = !request.forge.isEmpty() ? request.forge
        : driver->isRecording()              ? QStringLiteral("local")
                                             : m_services.settings.defaultForge;
    if (!m_services.forges.contains(project.forge)) {
        co_return fail(
            ErrorCode::Unsupported, QStringLiteral("The forge \"%1\" is not available").arg(project.forge),
            QStringLiteral("Available: %1").arg(QStringList(m_services.forges.keys()).join(QStringLiteral(", "))));
    }
    QString name = request.name;
    if (driver->isRecording()) {
        CO_TRY(const agents::Recipe recipe, agents::Recipe::forIdea(request.idea));
        project.recipe = recipe.name();
    }
    project.name = name.isEmpty() ? m_services.projects.nameFor(request.idea) : name;
    if (driver->isMetered() && request.allow.contains(QStringLiteral("agent")))
        m_allowedAgents.insert(agent);
    CO_TRY(const ProjectPtr created, m_services.projects.create(std::move(project)));
    const auto activated = m_services.projects.setActive(created->name);
    Q_UNUSED(activated)
    m_views.publishNow(*created);
    publishEngine();
    advance(created);
    co_return ok(created->name);
}

Result<Orchestrator::Running *> Orchestrator::runningOf(const ProjectPtr &project)
{
    auto &running = m_running[project->name];
    if (!running.flow) {
        running.flow = std::make_shared<ProjectFlow>(m_services, m_views, m_agents, m_deploys, project);
        CHECK(running.flow->open());
    }
    return &running;
}

Result<ProjectFlow *> Orchestrator::flowOf(const QString &project)
{
    TRY(const ProjectPtr found, m_services.projects.find(project));
    TRY(Running *const running, runningOf(found));
    return running->flow.get();
}

void Orchestrator::advance(const ProjectPtr &project)
{
    const auto running = runningOf(project);
    if (!running) {
        flowEnded(project, forward(running));
        return;
    }
    if ((*running)->busy)
        return;
    if ((*running)->flow->isPipelineDone()) {
        m_checks.startMonitor(project);
        m_deploys.checkAndTriggerDeploy(project);
        return;
    }
    if ((*running)->flow->isCreated() && !project->pipelineWanted)
        return;
    (*running)->busy = true;
    (*running)->stop = std::stop_source();
    m_scope.start(drive(project, (*running)->stop.get_token()), "project flow");
}

QCoro::Task<> Orchestrator::drive(ProjectPtr project, std::stop_token stop)
{
    const auto flow = m_running[project->name].flow;
    Result<> result;
    if (!flow->isCreated()) {
        project->state = QStringLiteral("planning");
        result = co_await askForAccount(project, stop);
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
        m_checks.startMonitor(project);
        result = co_await flow->runPipeline(stop);
    }
    if (const auto running = m_running.find(project->name); running != m_running.end())
        running->second.busy = false;
    if (stop.stop_requested())
        co_return; // the engine stops, or the project is being deleted: nothing failed
    flowEnded(project, result);
}

void Orchestrator::flowEnded(const ProjectPtr &project, const Result<> &result)
{
    if (!result) {
        project->state = QStringLiteral("failed");
        project->detail = result.error().hint.isEmpty()
            ? result.error().message
            : result.error().message + QStringLiteral(". ") + result.error().hint;
        m_views.changed(*project);
        m_services.events.notify(QStringLiteral("failed"), project->name,
                                 QStringLiteral("%1 failed").arg(project->name), project->detail);
        qCWarning(lcOrchestrator, "%s: %s %s", qUtf8Printable(project->name), qUtf8Printable(project->detail),
                  qUtf8Printable(result.error().detail));
        return;
    }
    m_views.changed(*project);
    m_deploys.checkAndTriggerDeploy(project);
}

Async<> Orchestrator::askForAccount(ProjectPtr project, std::stop_token stop)
{
    CO_TRY(const auto driver, m_services.catalog.find(project->agent));
    const QString key = QStringLiteral("account:") + project->agent;
    const auto earlier = m_services.gates.answerOf(key);
    if (!driver->isMetered() || m_allowedAgents.contains(project->agent) || (earlier && earlier->approved))
        co_return Result<> {};
    domain::GateView gate;
    gate.project = project->name;
    gate.kind = QStringLiteral("account");
    gate.title = QStringLiteral("Let %1 work on this account?").arg(driver->title());
    gate.detail
        = QStringLiteral("It may cost up to $%1 a task, $%2 for %3 and $%4 a day; --allow agent says yes beforehand.")
              .arg(m_services.settings.limits.usd)
              .arg(m_services.settings.usdPerProject)
              .arg(project->name)
              .arg(m_services.settings.usdPerDay);
    project->state = QStringLiteral("waiting");
    m_views.changed(*project);
    CO_TRY(const Decision decision, co_await m_services.gates.ask(key, gate, stop));
    if (!decision.approved) {
        m_services.gates.withdraw(key);
        co_return fail(ErrorCode::Denied, QStringLiteral("%1 was not allowed to run").arg(driver->title()),
                       QStringLiteral("Choose another agent with --agent"));
    }
    project->state = QStringLiteral("planning");
    co_return Result<> {};
}

Async<QJsonObject> Orchestrator::runFullPipeline(QString name)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(name));
    project->pipelineWanted = true;
    if (project->state == QLatin1String("idle") && project->stage != QLatin1String("done"))
        project->state = QStringLiteral("running");
    m_views.changed(*project);
    advance(project);
    co_return ok(project->name);
}

Async<QJsonObject> Orchestrator::deployProject(QString name)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(name));
    CO_TRY(const domain::Deployment deployment, co_await m_deploys.deployProject(project));
    if (deployment.state != domain::DeployState::Live)
        co_return fail(ErrorCode::Internal, deployment.error,
                       QStringLiteral("`slipway logs` and the log folder have the details"));
    QJsonObject answer = ok(project->name);
    answer.insert(QStringLiteral("url"), deployment.url);
    answer.insert(QStringLiteral("port"), deployment.port);
    co_return answer;
}

Async<QJsonObject> Orchestrator::ensureLive(QString name)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(name));
    CO_TRY(const domain::Deployment deployment, co_await m_deploys.ensureLive(project));
    QJsonObject answer = ok(project->name);
    answer.insert(QStringLiteral("url"), deployment.url);
    answer.insert(QStringLiteral("port"), deployment.port);
    co_return answer;
}

Async<QJsonObject> Orchestrator::rollback(QString name, QString id)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(name));
    CO_TRY(const domain::Deployment deployment, co_await m_deploys.rollback(project, id));
    QJsonObject answer = ok(project->name);
    answer.insert(QStringLiteral("url"), deployment.url);
    answer.insert(QStringLiteral("port"), deployment.port);
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
    const auto running = m_running.find(name);
    if (running != m_running.end())
        running->second.stop.request_stop();
    // The flow ends at its next step; what it is doing must not come after the deletion.
    for (auto it = m_running.find(name); it != m_running.end() && it->second.busy; it = m_running.find(name))
        CO_CHECK(co_await base::sleepFor(std::chrono::milliseconds(20), m_scope.stopToken()));
    co_await m_checks.stopMonitor(name);
    CO_CHECK(co_await m_services.queue.removeProject(name));
    const auto undeployed = co_await m_deploys.undeploy(project, deploy::DataPolicy::Delete);
    Q_UNUSED(undeployed)
    // Only what we host ourselves goes with the project; a repository elsewhere is the owner's.
    if (project->forge == QLatin1String("local") && !project->repo.isEmpty())
        CO_CHECK(co_await m_services.forgeOf(*project).deleteRepository(project->repo));
    m_reviews.forget(name);
    m_services.gates.withdrawProject(name);
    const auto forgotten = co_await m_services.memory.forget(name);
    Q_UNUSED(forgotten)
    m_running.erase(name);
    for (const char *suffix : { ".jsonl", ".plan.json" })
        QFile::remove(m_services.settings.stateFolder + QStringLiteral("/journal/") + name + QLatin1String(suffix));
    CO_CHECK(m_services.projects.remove(name));
    m_views.forget(name);
    publishEngine();
    co_return ok(name);
}

Result<QJsonObject> Orchestrator::switchProject(const QString &name)
{
    TRY(const ProjectPtr project, m_services.projects.find(name));
    CHECK(m_services.projects.setActive(project->name));
    if (!m_paused.contains(project->name))
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
    const QString scope = name == QLatin1String("*") ? QString() : name;
    CO_CHECK(co_await m_services.queue.setPaused(scope, paused, actor));
    CO_TRY(m_paused, co_await m_services.queue.pausedProjects());
    m_views.setPaused(m_paused);
    publishEngine();
    co_return QJsonObject { { QStringLiteral("success"), true },
                            { QStringLiteral("paused"), QJsonArray::fromStringList(m_paused) } };
}

void Orchestrator::pauseForBudget(const QString &project)
{
    const auto pause = [](Orchestrator *self, QString name) -> Async<> {
        CO_CHECK(co_await self->setPaused(name, true, QStringLiteral("budget")));
        co_return Result<> {};
    };
    m_scope.start(pause(this, project), "pause for budget");
}

Async<QJsonObject> Orchestrator::retryTask(domain::TaskKey key)
{
    CO_TRY(const auto task, co_await m_services.queue.task(key));
    if (!task)
        co_return fail(ErrorCode::NotFound, QStringLiteral("There is no task %1").arg(key.toString()),
                       QStringLiteral("List them with `slipway tasks`"));
    CO_TRY(const domain::Task again, co_await m_services.queue.requeue(key, task->context, true));
    m_attention.settle(key);
    const auto project = m_services.projects.find(key.project);
    if (project && (*project)->state == QLatin1String("waiting")) {
        (*project)->state = QStringLiteral("running");
        m_views.changed(**project);
    }
    co_return QJsonObject { { QStringLiteral("success"), true }, { QStringLiteral("task"), domain::toJson(again) } };
}

Async<QJsonObject> Orchestrator::cancelTask(domain::TaskKey key, QString why)
{
    CO_TRY(const domain::Task task, co_await m_services.queue.cancel(key, why));
    m_attention.settle(key);
    co_return QJsonObject { { QStringLiteral("success"), true }, { QStringLiteral("task"), domain::toJson(task) } };
}

Async<QJsonObject> Orchestrator::messageTask(domain::TaskKey key, QString text)
{
    if (text.trimmed().isEmpty())
        co_return fail(ErrorCode::Invalid, QStringLiteral("The message is empty"));
    CO_TRY(const auto task, co_await m_services.queue.task(key));
    if (!task)
        co_return fail(ErrorCode::NotFound, QStringLiteral("There is no task %1").arg(key.toString()));
    QJsonObject context = task->context;
    QJsonArray messages = context.value(QLatin1String("messages")).toArray();
    messages.append(text.left(4000));
    context.insert(QStringLiteral("messages"), messages);
    CO_CHECK(co_await m_services.queue.setContext(key, context));
    co_return QJsonObject { { QStringLiteral("success"), true } };
}

Result<QJsonObject> Orchestrator::editPlan(const QString &name, const QJsonObject &json)
{
    TRY(ProjectFlow *const flow, flowOf(name));
    TRY(const domain::Plan plan, domain::planFromJson(json));
    CHECK(flow->replacePlan(plan));
    return QJsonObject { { QStringLiteral("success"), true }, { QStringLiteral("issues"), plan.issues.size() } };
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
        co_return decision.approved ? co_await retryTask(task) : co_await cancelTask(task, decision.why);
    }
    if (gate.kind == QLatin1String("budget") && decision.approved) {
        const QString project = m_budget.grant(key);
        CO_CHECK(co_await setPaused(project, false, decision.actor));
    }
    if (gate.kind == QLatin1String("unsupported") && decision.approved) {
        const QString project = parts.value(1);
        const int pullRequest = parts.value(2).toInt();
        CO_CHECK(co_await m_checks.letReviewBegin(project, pullRequest));
    }
    co_return QJsonObject { { QStringLiteral("success"), true }, { QStringLiteral("gate"), id } };
}

} // namespace slipway::orchestrator
