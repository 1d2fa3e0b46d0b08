// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/engine.h"

#include "app/bootstrap/secrets.h"

#include "app/bootstrap/emergencypause.h"
#include "app/bootstrap/workersetup.h"

#include "core/base/files.h"
#include "core/deploy/frontproxy.h"
#include "core/deploy/runtimedetection.h"
#include "core/forge/github/githubforge.h"
#include "core/redis/servercheck.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QSysInfo>

Q_LOGGING_CATEGORY(lcEngine, "slipway.engine")

namespace slipway::app {

using settings::Key;

namespace {

orchestrator::EngineSettings engineSettings(const Home &home, const EngineOptions &options)
{
    const auto &s = home.settings;
    orchestrator::EngineSettings e;
    e.mode = options.mode;
    e.host = QSysInfo::machineHostName();
    e.stateFolder = home.paths.state;
    e.logFolder = home.paths.logs;
    e.workspaceFolder = home.paths.workspaces;
    e.agents = { s.string(Key::AgentDefault), s.agentsByRole() };
    e.hasGitHubToken = !options.secrets.gitHubToken.isEmpty();
    e.gitHubOwner = s.string(Key::GithubOwner);
    const QString chosenForge = s.string(Key::ForgeKind);
    e.defaultForge = !chosenForge.isEmpty() ? chosenForge
        : e.hasGitHubToken                  ? QStringLiteral("github")
                                            : QStringLiteral("local");
    e.pace = s.number(Key::ReplayPace);
    e.limits = limitsFrom(s);
    e.maxAttempts = int(s.integer(Key::TaskMaxAttempts));
    e.maxReviewRounds = int(s.integer(Key::ReviewMaxRounds));
    e.issuesLabel = s.string(Key::IssuesLabel).trimmed();
    e.maxCiRounds = int(s.integer(Key::CiMaxFixRounds));
    e.usdPerProject = s.number(Key::BudgetUsdProject);
    e.usdPerDay = s.number(Key::BudgetUsdDay);
    e.usdPerHour = s.number(Key::BudgetUsdHour);
    e.ciPoll = s.duration(Key::CiPollSeconds);
    e.stall = s.duration(Key::WorkersStallMinutes);
    e.historyAfter = s.duration(Key::HistoryAfterHours);
    e.transcripts.age = std::chrono::days(s.integer(Key::HistoryTranscriptDays));
    e.transcripts.bytes = s.integer(Key::HistoryTranscriptMb) * 1024 * 1024;
    e.previews = int(s.integer(Key::DeployPreviews));
    e.sandboxWorks = options.sandboxWorks;
    e.redisManaged = options.redisManaged;
    return e;
}

forge::GitHubSettings gitHubSettings(const Home &home, const std::shared_ptr<EngineSecrets> &secrets)
{
    forge::GitHubSettings g;
    g.apiRoot = QUrl(home.settings.string(Key::GithubApiUrl));
    g.owner = home.settings.string(Key::GithubOwner);
    g.token = [secrets] { return secrets->gitHubToken; };
    g.reviewerToken = [secrets] { return secrets->gitHubReviewerToken; };
    g.stateFolder = home.paths.state;
    return g;
}

deploy::TunnelSettings tunnelSettings(const Home &home)
{
    deploy::TunnelSettings t;
    t.domain = home.settings.string(Key::DeployDomain).trimmed();
    t.tunnel = home.settings.string(Key::DeployTunnel);
    t.program = home.settings.string(Key::CloudflaredPath);
    t.configPath = home.settings.string(Key::CloudflaredConfig);
    if (t.configPath.isEmpty())
        t.configPath = home.paths.cloudflaredConfig;
    t.folder = home.paths.state + QStringLiteral("/deploy/.tunnel");
    t.selfPath = QCoreApplication::applicationFilePath();
    return t;
}

queue::Keys keysOf(const Home &home)
{
    return queue::Keys(home.settings.string(Key::RedisPrefix).toUtf8());
}

} // namespace

/// In the order of construction; destroyed in reverse.
struct Engine::Graph {
    Graph(Home homeValue, const EngineOptions &options, process::ProcessRunner &processRunner,
          std::unique_ptr<deploy::Runtime> chosenRuntime)
        : home(std::move(homeValue))
        , settings(engineSettings(home, options))
        , keys(keysOf(home))
        , client(options.redis)
        , queue(client, keys, clock, retryPolicyFrom(home.settings))
        , assignment(queue)
        , git(processRunner)
        , database(storageThread, { home.paths.database })
        , forge(database, git, processRunner, clock, forgeSettings(home))
        , secrets(std::make_shared<EngineSecrets>(options.secrets))
        , gitHub(gitHubSettings(home, secrets), git, timing)
        , catalog(agents::AgentCatalogOptions { QCoreApplication::applicationFilePath(), {}, home.paths.state })
        , agentRunner(processRunner, clock, home.paths.logs)
        , runtime(std::move(chosenRuntime))
        , ports(home.paths.portAllocations)
        , frontProxy({ home.paths.state + QStringLiteral("/deploy/.proxy"), home.paths.socketFolder,
                       QCoreApplication::applicationFilePath(), deploy::FrontProxy::findProgram() },
                     processRunner)
        , publisher(tunnelSettings(home), processRunner)
        , deployer(*runtime, ports, git, clock, home.paths.releases, {}, &frontProxy)
        , events(client, keys)
        , store(options.redis, keys)
        , writer(store, client, keys)
        , projects(home.paths.projects, home.paths.state, clock)
        , gates(home.paths.state + QStringLiteral("/gates.json"), events, clock)
        , memory(storageThread, home.paths.vectorStore, clock)
        , history(database)
        , services { settings,
                     clock,
                     processRunner,
                     git,
                     { { QStringLiteral("local"), &forge }, { QStringLiteral("github"), &gitHub } },
                     catalog,
                     agentRunner,
                     client,
                     keys,
                     queue,
                     assignment,
                     deployer,
                     publisher,
                     events,
                     store,
                     projects,
                     gates,
                     memory,
                     history,
                     [this] { return renewSignIn(); },
                     [this] { return leader.check(); } }
        , leader(options.redis, keys,
                 settings.host + QLatin1Char(':') + QString::number(QCoreApplication::applicationPid()))
        , daemon(workers::PoolContext { options.redis, keys, processRunner, catalog, clock, nullptr,
                                        workerSettings(home, settings.host) })
        , orchestrator(services, daemon, options.redis)
        , queries(services)
        , audit(home.paths.audit, clock)
        , router(services, orchestrator, audit)
        , emergency(EmergencyPause::fileIn(home.paths.state), client, queue, daemon, orchestrator, audit)
        , consumer(
              options.redis, keys,
              { [this](const control::Command &command) { return execute(command); },
                [this](const QString &name, const QJsonObject &arguments) { return queries.answer(name, arguments); } })
    {
    }

    Async<> renewSignIn()
    {
        // Settings too: the token may lie in a file that they name.
        const auto fresh = Home::open({});
        *secrets = co_await readSecrets(fresh ? *fresh : home);
        CO_TRY(const auto account, co_await gitHub.account());
        Q_UNUSED(account)
        co_return Result<> {};
    }

    Async<QJsonObject> execute(control::Command command)
    {
        CO_CHECK(co_await emergency.settle());
        co_return co_await router.execute(std::move(command));
    }

    Home home;
    base::SystemClock clock;
    orchestrator::EngineSettings settings;
    queue::Keys keys;
    redis::RedisClient client;
    queue::TaskQueue queue;
    queue::AssignmentManager assignment;
    git::Git git;
    storage::StorageThread storageThread;
    storage::Database database;
    forge::LocalForge forge;
    net::SystemTiming timing;
    std::shared_ptr<EngineSecrets> secrets; ///< read anew when a token was refused
    forge::GitHubForge gitHub;
    agents::AgentCatalog catalog;
    agents::AgentRunner agentRunner;
    std::unique_ptr<deploy::Runtime> runtime;
    deploy::PortAllocations ports;
    deploy::FrontProxy frontProxy;
    deploy::Publisher publisher;
    deploy::Deployer deployer;
    control::EventPublisher events;
    control::StateStore store;
    control::SnapshotWriter writer;
    orchestrator::ProjectRegistry projects;
    orchestrator::GateKeeper gates;
    memory::ConversationMemory memory;
    history::TaskHistory history;
    orchestrator::Services services;
    orchestrator::LeaderLock leader;
    workers::WorkerDaemon daemon;
    orchestrator::Orchestrator orchestrator;
    orchestrator::QueryService queries;
    control::AuditLog audit;
    orchestrator::CommandRouter router;
    EmergencyPause emergency;
    control::CommandConsumer consumer;
    bool leads = false; ///< holds the leader lock, or held it until somebody else took it
    bool ownsState = false; ///< the snapshot in Redis is this engine's: not before its first, not after it was deposed
};

QCoro::Task<EngineSecrets> readSecrets(Home home)
{
    EngineSecrets secrets;
    secrets.gitHubToken = co_await readSecret(home, Key::GithubToken);
    secrets.gitHubReviewerToken = co_await readSecret(home, Key::GithubReviewerToken);
    co_return secrets;
}

Engine::Engine(Home home, EngineOptions options, process::ProcessRunner &runner)
    : m_home(std::move(home))
    , m_options(std::move(options))
    , m_runner(runner)
{
}

Async<> Engine::makeGraph()
{
    const auto kind = m_options.sandboxWorks ? process::SandboxKind::Bubblewrap : process::SandboxKind::None;
    deploy::RuntimeSettings settings;
    settings.runtime = m_options.mode == QLatin1String("none") ? QStringLiteral("process")
                                                               : m_home.settings.string(Key::DeployRuntime);
    settings.process.stateFolder = m_home.paths.state + QStringLiteral("/deploy");
    settings.process.selfPath = QCoreApplication::applicationFilePath();
    const auto memoryMb = m_home.settings.integer(Key::DeployMemoryMb);
    const double cpus = m_home.settings.number(Key::DeployCpus);
    settings.docker.memory = memoryMb > 0 ? QStringLiteral("%1m").arg(memoryMb) : QString();
    settings.docker.cpus = cpus > 0 ? QString::number(cpus) : QString();
    settings.docker.processes = static_cast<int>(m_home.settings.integer(Key::DeployProcesses));
    settings.process.supervisor.memoryMb = static_cast<int>(memoryMb);
    settings.process.supervisor.processes = settings.docker.processes;
    CO_TRY(deploy::DetectedRuntime detected,
           co_await deploy::detectRuntime(settings, &m_runner, process::Sandbox(kind)));
    qCInfo(lcEngine, "runtime: %s", qUtf8Printable(detected.reason));
    m_graph = std::make_unique<Graph>(m_home, m_options, m_runner, std::move(detected.runtime));
    connect(&m_graph->leader, &orchestrator::LeaderLock::lost, this, [this](const QString &to) {
        m_graph->ownsState = false;
        Q_EMIT leadershipLost(to);
    });
    connect(&m_graph->gitHub, &forge::GitHubForge::signInRefused, this, [this](const QString &message) {
        if (m_graph->leads && m_graph->ownsState) // a reader, or one that was deposed, pauses nothing
            m_graph->orchestrator.signInRefused(m_graph->gitHub.kind(), message);
    });
    connect(&m_graph->leader, &orchestrator::LeaderLock::confirmed, this, [this] { m_graph->client.sendWaiting(); });
    connect(&m_graph->leader, &orchestrator::LeaderLock::storeEmptied, this,
            [this] { m_graph->orchestrator.storeWasEmptied(); });
    connect(&m_graph->leader, &orchestrator::LeaderLock::storeTroubled, this, [this](const Error &error) {
        qCWarning(lcEngine, "redis: %s %s", qUtf8Printable(error.message), qUtf8Printable(error.detail));
        Q_EMIT storeTroubled(error);
    });
    connect(&m_graph->leader, &orchestrator::LeaderLock::storeRecovered, this, [this] {
        qCInfo(lcEngine, "redis: takes writes again");
        Q_EMIT storeRecovered();
    });
    co_return Result<> {};
}

Engine::~Engine() = default;

Async<> Engine::open()
{
    CO_CHECK(co_await makeGraph());
    co_return co_await openFiles(false);
}

Async<> Engine::openFiles(bool leading)
{
    auto &g = *m_graph;
    CO_CHECK(co_await redis::checkServer(g.client));
    CO_CHECK(co_await g.database.open());
    CO_CHECK(co_await g.memory.open());
    CO_CHECK(co_await g.history.open());
    CO_CHECK(g.projects.load());
    CO_CHECK(g.gates.load());
    co_return co_await g.forge.open(leading);
}

Async<> Engine::start()
{
    CO_CHECK(co_await makeGraph());
    auto &g = *m_graph;
    // The engine lock of this home is ours, so a leader of this host in the same home can only be a dead one.
    const QList<QByteArray> who { "GET", g.keys.leader() };
    const auto leader = co_await g.client.command(who);
    const bool ourDead = leader && !leader->isNil()
        && leader->string.startsWith(QByteArray(g.settings.host.toUtf8() + ':')) && g.settings.redisManaged;
    CO_CHECK(co_await g.leader.acquire(ourDead));
    g.leads = true;
    g.client.setGuard([&leader = g.leader] { return leader.check(); });
    CO_CHECK(co_await openFiles(true));
    CO_CHECK(g.audit.open());
    CO_CHECK(co_await g.emergency.takeUp());
    CO_TRY(const domain::Snapshot snapshot, co_await g.orchestrator.restore());
    g.store.reset(snapshot);
    CO_CHECK(co_await g.writer.writeNow());
    g.ownsState = true;
    g.writer.start();
    g.store.start();
    g.events.publish(QStringLiteral("snapshot"), domain::toJson(snapshot).value(QLatin1String("engine")).toObject());
    CO_CHECK(co_await g.orchestrator.start());
    CO_CHECK(co_await g.consumer.start());
    qCInfo(lcEngine, "engine started: mode %s", qUtf8Printable(g.settings.mode));
    co_return Result<> {};
}

QCoro::Task<> Engine::stop()
{
    if (std::exchange(m_stopped, true) || !m_graph)
        co_return;
    auto &g = *m_graph;
    if (g.leads) {
        qCInfo(lcEngine, "shutdown: stop accepting commands");
        g.orchestrator.requestStop();
        co_await g.consumer.stop();
        qCInfo(lcEngine, "shutdown: stop workers, hand back running tasks");
        co_await g.emergency.stop();
        co_await g.daemon.stop();
        qCInfo(lcEngine, "shutdown: drain the orchestrator");
        co_await g.orchestrator.stop();
        qCInfo(lcEngine, "shutdown: flush");
        if (g.ownsState) {
            const auto written = co_await g.writer.writeNow();
            Q_UNUSED(written)
        }
        co_await g.leader.release();
    }
    co_await g.gitHub.drain();
    co_await g.forge.drain();
}

Async<QJsonObject> Engine::query(QString name, QJsonObject arguments)
{
    return m_graph->queries.answer(std::move(name), std::move(arguments));
}

Async<domain::Snapshot> Engine::readSnapshot()
{
    auto &g = *m_graph;
    const QList<QByteArray> fetch { "GET", g.keys.snapshot() };
    CO_TRY(const redis::Reply reply, co_await g.client.command(fetch));
    domain::Snapshot kept = domain::snapshotFromJson(base::parseObject(reply.string));
    // Projects, tasks and gates as they are; a running engine's own facts (workers, uptime) are not there without one.
    CO_TRY(domain::Snapshot snapshot, co_await g.orchestrator.restore());
    for (auto &project : snapshot.projects) {
        const auto seen = std::ranges::find_if(kept.projects, [&](const auto &p) { return p.name == project.name; });
        if (seen != kept.projects.end())
            project.ci = seen->ci;
    }
    snapshot.engine = { QStringLiteral("none"), g.settings.host, 0, {}, snapshot.engine.paused, false, {} };
    co_return snapshot;
}

Async<QJsonObject> Engine::pauseAtOnce(QString actor)
{
    if (m_graph && m_graph->leads)
        co_return co_await m_graph->emergency.pause(actor);
    // Not that far yet: start() takes it up.
    CO_CHECK(EmergencyPause::remember(EmergencyPause::fileIn(m_home.paths.state), actor));
    co_return QJsonObject { { QStringLiteral("success"), true },
                            { QStringLiteral("paused"), QJsonArray { QStringLiteral("*") } },
                            { QStringLiteral("workers_stopped"), true } };
}

bool Engine::isPaused() const
{
    return m_graph && (m_graph->emergency.isPending() || m_graph->store.snapshot().engine.paused);
}

void Engine::record(const QString &actor, const QString &action)
{
    if (!m_graph || !m_graph->leads)
        return;
    const auto written = m_graph->audit.append(actor, action, {}, QStringLiteral("ok, over the engine's socket"));
    if (!written)
        qCWarning(lcEngine, "%s", qUtf8Printable(written.error().message));
}

void Engine::setDashboardUrl(const QString &url)
{
    m_graph->orchestrator.setDashboardUrl(url);
}

} // namespace slipway::app
