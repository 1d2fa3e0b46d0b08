// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/enginehost.h"

#include "app/bootstrap/emergencypause.h"
#include "app/bootstrap/secrets.h"

#include "core/base/callin.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QScopeGuard>

#include <csignal>
#include <unistd.h>

namespace slipway::app {

using settings::Key;

RedisAccess::RedisAccess(const Home &home)
    : m_url(home.settings.string(Key::RedisUrl))
    , m_socket(home.paths.redisSocket)
{
    if (!m_url.isEmpty())
        return;
    m_server = std::make_unique<redis::RedisServer>(home.paths.state, home.paths.redisSocket);
    connect(m_server.get(), &redis::RedisServer::died, this, [this] { base::detach(restart(), "redis restart"); });
}

Result<redis::RedisAddress> RedisAccess::address() const
{
    return redis::RedisAddress::parse(m_url.isEmpty() ? QStringLiteral("unix://") + m_socket : m_url);
}

Async<redis::RedisAddress> RedisAccess::start()
{
    while (m_restarting)
        CO_CHECK(co_await base::sleepFor(std::chrono::milliseconds(10)));
    if (m_server)
        co_return co_await m_server->start();
    co_return address();
}

QCoro::Task<> RedisAccess::restart()
{
    m_restarting = true;
    const auto done = qScopeGuard([this] { m_restarting = false; });
    while (!m_stopping && m_server) {
        const auto started = co_await m_server->start();
        if (started)
            co_return;
        qWarning("redis: %s", qUtf8Printable(started.error().message));
        const auto waited = co_await base::sleepFor(std::chrono::seconds(1));
        Q_UNUSED(waited)
    }
}

QCoro::Task<> RedisAccess::stop()
{
    m_stopping = true;
    if (m_server)
        co_await m_server->stop();
}

namespace {

process::SandboxKind sandboxKind(const Home &home)
{
    return home.settings.string(Key::SandboxKind) == QLatin1String("none") ? process::SandboxKind::None
                                                                           : process::SandboxKind::Bubblewrap;
}

} // namespace

EngineHost::EngineHost(Home home, QString mode)
    : m_home(std::move(home))
    , m_mode(std::move(mode))
    , m_lock(m_home.paths.engineLock)
    , m_redisAccess(m_home)
    , m_runner(process::Sandbox(sandboxKind(m_home)))
{
}

EngineHost::~EngineHost() = default;

Async<> EngineHost::start(Purpose purpose)
{
    if (purpose == Purpose::Lead) {
        CO_CHECK(m_lock.acquire());
        openSocket();
    }
    CO_TRY(m_address, co_await m_redisAccess.start());
    if (purpose == Purpose::Lead)
        co_await probeSandbox();
    auto started = co_await startEngine(purpose);
    // The private Redis that was found may have been on its way down with the engine (or the command) that it belonged to.
    for (int i = 0; i < 3 && !started && started.error().code == ErrorCode::Unavailable && m_redisAccess.isManaged();
         ++i) {
        co_await stopEngine();
        dropEngine();
        CO_TRY(m_address, co_await m_redisAccess.start());
        started = co_await startEngine(purpose);
    }
    co_return started;
}

QCoro::Task<> EngineHost::probeSandbox()
{
    if (sandboxKind(m_home) != process::SandboxKind::Bubblewrap)
        co_return;
    const auto probed = co_await process::Sandbox::probe(m_runner);
    if (probed)
        co_return;
    // No working sandbox: only the recording runs, and that without one. Every face says so.
    m_sandboxWorks = false;
    m_sandboxError = probed.error();
    m_runner.setSandbox(process::Sandbox(process::SandboxKind::None));
}

Async<> EngineHost::startEngine(Purpose purpose)
{
    m_thread = base::startThread(QStringLiteral("engine"));
    const EngineOptions options { m_mode, m_address, m_redisAccess.isManaged(), m_sandboxWorks,
                                  co_await readSecrets(m_home) };
    // Made in its thread, so that its timers, sockets and databases belong to it.
    auto *const starter = new QObject;
    starter->moveToThread(m_thread.get());
    base::runIn(starter, [&] {
        m_engine = new Engine(m_home, options, m_runner);
        starter->deleteLater();
    });
    connect(m_thread.get(), &QThread::finished, m_engine, &QObject::deleteLater);
    connect(m_engine, &Engine::leadershipLost, this, &EngineHost::leadershipLost);
    connect(m_engine, &Engine::storeTroubled, this, &EngineHost::storeTroubled);
    connect(m_engine, &Engine::storeRecovered, this, &EngineHost::storeRecovered);
    auto *const engine = m_engine;
    co_return co_await base::callIn<void>(
        engine, [engine, purpose] { return purpose == Purpose::Lead ? engine->start() : engine->open(); });
}

QCoro::Task<> EngineHost::stopEngine()
{
    if (!m_engine)
        co_return;
    auto *const engine = m_engine;
    const auto stopped = co_await base::callIn<void>(engine, [engine]() -> Async<> {
        return [](Engine *e) -> Async<> {
            co_await e->stop();
            co_return Result<> {};
        }(engine);
    });
    Q_UNUSED(stopped)
}

void EngineHost::dropEngine()
{
    m_engine = nullptr;
    m_thread.reset();
}

QCoro::Task<> EngineHost::stop()
{
    co_await stopEngine();
    // It answers up to here; what it asks of the engine has to be through before the engine goes.
    if (m_socket)
        co_await m_socket->close();
    m_socket.reset();
    m_probe.reset();
    dropEngine();
    co_await m_redisAccess.stop();
}

void EngineHost::openSocket()
{
    m_clock.start();
    const QHash<QString, control::EngineSocket::Verb> verbs {
        { QStringLiteral("health"), [this](const QString &) { return health(); } },
        { QStringLiteral("pause"), [this](const QString &actor) { return pauseAtOnce(actor); } },
        { QStringLiteral("stop"), [this](const QString &actor) { return stopByRequest(actor); } },
    };
    m_socket = std::make_unique<control::EngineSocket>(m_home.paths.engineSocket, verbs);
    const auto listening = m_socket->listen();
    if (!listening)
        qWarning("engine socket: %s %s", qUtf8Printable(listening.error().message),
                 qUtf8Printable(listening.error().detail));
}

Async<bool> EngineHost::redisAnswers()
{
    CO_TRY(const redis::RedisAddress address, m_redisAccess.address());
    if (!m_probe)
        m_probe = std::make_unique<redis::RedisClient>(address);
    const QList<QByteArray> ping { "PING" };
    CO_CHECK(co_await m_probe->command(ping, std::chrono::milliseconds(700)));
    co_return true;
}

Async<QJsonObject> EngineHost::health()
{
    const auto address = m_redisAccess.address();
    const auto connected = co_await redisAnswers();
    bool paused = QFile::exists(EmergencyPause::fileIn(m_home.paths.state));
    if (auto *const engine = m_engine) {
        const auto isPaused = [](Engine *e) -> Async<bool> { co_return e->isPaused(); };
        const auto asked = co_await base::callIn<bool>(engine, [engine, isPaused] { return isPaused(engine); });
        paused = paused || asked.value_or(false);
    }
    const QJsonObject redis { { QStringLiteral("url"), address ? address->display() : QString() },
                              { QStringLiteral("connected"), connected.has_value() } };
    co_return QJsonObject { { QStringLiteral("pid"), double(QCoreApplication::applicationPid()) },
                            { QStringLiteral("mode"), m_mode },
                            { QStringLiteral("version"), QStringLiteral(SLIPWAY_VERSION) },
                            { QStringLiteral("uptime_s"), double(m_clock.elapsed() / 1000) },
                            { QStringLiteral("paused"), paused },
                            { QStringLiteral("redis"), redis } };
}

Async<QJsonObject> EngineHost::pauseAtOnce(QString actor)
{
    auto *const engine = m_engine;
    if (engine)
        co_return co_await base::callIn<QJsonObject>(engine, [engine, actor] { return engine->pauseAtOnce(actor); });
    // Redis is still being started: the engine takes it up before it starts anything.
    CO_CHECK(EmergencyPause::remember(EmergencyPause::fileIn(m_home.paths.state), actor));
    co_return QJsonObject { { QStringLiteral("success"), true },
                            { QStringLiteral("paused"), QJsonArray { QStringLiteral("*") } },
                            { QStringLiteral("workers_stopped"), true } };
}

Async<QJsonObject> EngineHost::stopByRequest(QString actor)
{
    if (auto *const engine = m_engine)
        QMetaObject::invokeMethod(
            engine, [engine, actor] { engine->record(actor, QStringLiteral("stop")); }, Qt::QueuedConnection);
    // The way that every shell has for it, whatever it has to say and to close on the way out.
    ::kill(::getpid(), SIGTERM);
    co_return QJsonObject { { QStringLiteral("success"), true },
                            { QStringLiteral("pid"), double(QCoreApplication::applicationPid()) } };
}

Async<QJsonObject> EngineHost::query(QString name, QJsonObject arguments)
{
    auto *const engine = m_engine;
    return base::callIn<QJsonObject>(engine, [engine, name, arguments] { return engine->query(name, arguments); });
}

Async<domain::Snapshot> EngineHost::readSnapshot()
{
    auto *const engine = m_engine;
    return base::callIn<domain::Snapshot>(engine, [engine] { return engine->readSnapshot(); });
}

void EngineHost::setDashboardUrl(const QString &url)
{
    auto *const engine = m_engine;
    QMetaObject::invokeMethod(engine, [engine, url] { engine->setDashboardUrl(url); }, Qt::QueuedConnection);
}

} // namespace slipway::app
