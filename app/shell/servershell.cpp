// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/servershell.h"

#include "core/base/taskscope.h"
#include "core/chat/discordface.h"
#include "core/dashboard/dashboard.h"
#include "core/redis/servercheck.h"

#include "app/bootstrap/discordlink.h"
#include "app/bootstrap/secrets.h"
#include "app/bootstrap/standby.h"
#include "app/bootstrap/workersetup.h"

#include <QSysInfo>

namespace slipway::app {

using settings::Key;

namespace {
queue::Keys keysOf(const Home &home)
{
    return queue::Keys(home.settings.string(Key::RedisPrefix).toUtf8());
}

Async<> untilStopped(std::stop_token stop)
{
    const auto source = std::make_shared<base::CompletionSource<>>();
    const std::stop_callback onStop(stop, [source] { source->resolve({}); });
    co_return co_await source->completion();
}
} // namespace

Faces::Faces(const Home &home, const redis::RedisAddress &address)
    : m_home(home)
    , m_store(address, keysOf(home))
    , m_client(address, keysOf(home))
    , m_notices(home)
{
    m_store.start();
}

Faces::~Faces() = default;

Result<> Faces::start(EngineHost &host, QString &note)
{
    const auto address = m_home.settings.dashboardAddress();
    if (!address) {
        note = QStringLiteral("Dashboard: off");
        return {};
    }
    m_dashboard = std::make_unique<dashboard::Dashboard>(
        m_store, m_client,
        dashboard::DashboardSettings { address->host,
                                       address->port,
                                       m_home.settings.string(Key::DashboardToken),
                                       m_home.settings.string(Key::ControlToken),
                                       {} });
    const auto url = m_dashboard->listen();
    if (url) {
        note = QStringLiteral("Dashboard: ") + url->toString();
        host.setDashboardUrl(url->toString());
        return {};
    }
    m_dashboard.reset();
    if (url.error().code == ErrorCode::Conflict && !m_home.settings.isSet(Key::DashboardAddress)) {
        note = QStringLiteral("Dashboard: off, %1").arg(url.error().message);
        return {};
    }
    return forward(url);
}

QCoro::Task<> Faces::startDiscord(std::function<void(const QString &)> say)
{
    const QString token = co_await readSecret(m_home, Key::DiscordToken);
    if (token.isEmpty())
        co_return;
    const auto settings = discordSettings(m_home, token);
    m_discord = std::make_unique<chat::DiscordFace>(settings, m_store, chat::portOf(m_client), m_notices.port());
    auto *const face = m_discord.get();
    QObject::connect(face, &chat::DiscordFace::connected, face,
                     [say](const QString &name) { say(QStringLiteral("Discord: connected as %1").arg(name)); });
    const auto tell
        = [say](const Error &error) { say(QStringLiteral("Discord: %1. %2").arg(error.message, error.hint)); };
    QObject::connect(face, &chat::DiscordFace::troubled, face, tell);
    QObject::connect(face, &chat::DiscordFace::stopped, face, tell);
    if (settings.access.users.isEmpty() && settings.access.roles.isEmpty())
        say(QStringLiteral("Discord: nobody may give commands yet. Set SLIPWAY_DISCORD_USERS; see `slipway doctor`"));
    face->start();
}

QCoro::Task<> Faces::stop()
{
    if (m_discord)
        co_await m_discord->stop();
    if (m_dashboard)
        co_await m_dashboard->stop();
}

namespace {

/// Leads until it is stopped, and gives the exit code; nothing if a standby found another engine.
QCoro::Task<std::optional<int>> serve(const Home &home, bool standsBy, const Output &output, std::stop_token stop)
{
    EngineHost host(home, QStringLiteral("server"));
    QObject context;
    std::stop_source deposed;
    QObject::connect(&host, &EngineHost::leadershipLost, &context, [&](const QString &to) {
        output.progress(QStringLiteral("Another engine leads now (%1): stopping.").arg(to));
        deposed.request_stop();
    });
    QObject::connect(&host, &EngineHost::storeTroubled, &context, [&](const Error &error) {
        output.progress(QStringLiteral("%1. %2").arg(error.message, error.hint));
    });
    QObject::connect(&host, &EngineHost::storeRecovered, &context,
                     [&] { output.progress(QStringLiteral("Redis takes writes again: going on.")); });
    const auto started = co_await host.start(EngineHost::Purpose::Lead);
    if (!started) {
        co_await host.stop();
        // Somebody was faster, and leads now.
        if (standsBy && started.error().code == ErrorCode::Conflict && EngineLock::holder(home.paths.engineLock) != 0)
            co_return std::nullopt;
        co_return output.failure(started.error());
    }
    int code = Done;
    {
        Faces faces(home, host.redis());
        QString note;
        const auto shown = faces.start(host, note);
        if (!shown) {
            code = output.failure(shown.error());
        } else {
            output.progress(QStringLiteral("Slipway %1 serves %2 (Redis %3). %4")
                                .arg(QStringLiteral(SLIPWAY_VERSION), home.paths.home, host.redis().display(), note));
            if (!host.sandboxWorks())
                output.progress(
                    QStringLiteral("No working sandbox: only the recording can run. %1").arg(host.sandboxError().hint));
            co_await faces.startDiscord([&output](const QString &line) { output.progress(line); });
            if (home.settings.boolean(Key::WorkersAutostart)) {
                control::ControlClient client(host.redis(), keysOf(home));
                const auto workers = co_await client.execute(
                    control::makeCommand(QStringLiteral("server"), QStringLiteral("workers.start")));
                if (!workers)
                    output.progress(workers.error().message);
            }
            const std::stop_callback onStop(stop, [&deposed] { deposed.request_stop(); });
            const auto ended = co_await untilStopped(deposed.get_token());
            Q_UNUSED(ended)
            output.progress(
                QStringLiteral("Stopping: running tasks go back to their queues, live services keep running."));
        }
        co_await faces.stop();
    }
    co_await host.stop();
    co_return code;
}

} // namespace

QCoro::Task<int> runServer(Home home, const Invocation &invocation, const Output &output, std::stop_token stop)
{
    while (true) {
        if (invocation.standby) {
            const Standby standby(home, [&output](const QString &line) { output.progress(line); });
            const auto needed = co_await standby.untilNeeded(stop);
            if (!needed)
                co_return needed.error().code == ErrorCode::Cancelled ? int(Done) : output.failure(needed.error());
        }
        const auto code = co_await serve(home, invocation.standby, output, stop);
        if (code)
            co_return *code;
    }
}

QCoro::Task<int> runWorker(Home home, const Invocation &invocation, const Output &output, std::stop_token stop)
{
    const RedisAccess access(home);
    const auto address = access.address();
    if (!address)
        co_return output.failure(address.error());
    process::HostProcessRunner runner { process::Sandbox(process::SandboxKind::Bubblewrap) };
    const auto probed = co_await process::Sandbox::probe(runner);
    if (!probed && home.settings.string(Key::SandboxKind) != QLatin1String("none"))
        co_return output.failure(probed.error());
    redis::RedisClient client(*address);
    const auto good = co_await redis::checkServer(client);
    if (!good)
        co_return output.failure(good.error());
    QList<domain::AgentType> types;
    const auto names = invocation.types.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString &name : names) {
        const auto type = domain::agentTypeFromString(name.trimmed());
        if (!type)
            co_return output.failure({ ErrorCode::Invalid,
                                       QStringLiteral("There is no agent type \"%1\"").arg(name),
                                       QStringLiteral("Types: backend, frontend, database, devops, qa"),
                                       {} });
        types.append(*type);
    }
    base::SystemClock clock;
    const agents::AgentCatalog catalog(
        agents::AgentCatalogOptions { QCoreApplication::applicationFilePath(), {}, home.paths.state });
    auto settings = workerSettings(
        home, QStringLiteral("%1.w%2").arg(QSysInfo::machineHostName()).arg(QCoreApplication::applicationPid()));
    settings.workspaceFolder += QStringLiteral("/worker-%1").arg(QCoreApplication::applicationPid());
    settings.shipsTranscripts = true;
    if (invocation.slots > 0) {
        for (auto it = settings.slots.begin(); it != settings.slots.end(); ++it)
            it.value() = invocation.slots;
    }
    workers::WorkerDaemon daemon(
        workers::PoolContext { *address, keysOf(home), runner, catalog, clock, nullptr, settings });
    daemon.start(types);
    output.progress(QStringLiteral("Workers run on %1.").arg(address->display()));
    const auto ended = co_await untilStopped(stop);
    Q_UNUSED(ended)
    output.progress(QStringLiteral("Stopping: running tasks go back to their queues."));
    co_await daemon.stop();
    QDir(settings.workspaceFolder).removeRecursively();
    co_return Done;
}

} // namespace slipway::app
