// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/connectors.h"

#include "core/base/files.h"
#include "core/base/taskscope.h"
#include "core/deploy/connectorprobe.h"
#include "core/deploy/deploylog.h"
#include "core/deploy/failuretext.h"
#include "core/deploy/loopback.h"
#include "core/deploy/portallocations.h"

#include <QDir>

namespace slipway::deploy {

namespace {

constexpr std::chrono::milliseconds pollInterval(50);
constexpr int graceMs = 35000; // cloudflared itself gives requests 30 s
constexpr int hopeless = 2; // restarts behind which bad credentials or rules are the likely cause

QString quickName(const QString &project)
{
    return QStringLiteral("quick-") + project;
}

} // namespace

bool Connectors::serves(const QList<IngressRule> &loaded, const QList<IngressRule> &wanted)
{
    return std::ranges::all_of(wanted, [&](const IngressRule &rule) {
        const auto at = matchingRule(loaded, rule.hostname, QStringLiteral("/"));
        return at >= 0 && loaded.at(at).service == rule.service;
    });
}

Connectors::Connectors(TunnelSettings settings, process::ProcessRunner &runner)
    : m_settings(std::move(settings))
    , m_supervisors(runner, m_settings.selfPath)
{
}

QString Connectors::folderOf(const QString &name) const
{
    return m_settings.folder + QLatin1Char('/') + name;
}

QString Connectors::current() const
{
    for (const char *name : { "a", "b" }) {
        if (SupervisorControl::runs(folderOf(QLatin1String(name))))
            return QLatin1String(name);
    }
    return {};
}

int Connectors::metricsOf(const QString &name) const
{
    const auto spec = readSpec(folderOf(name) + QStringLiteral("/spec.json"));
    return spec ? spec->port : 0;
}

Async<> Connectors::start(QString name, QStringList arguments, int metrics)
{
    SupervisorSpec spec;
    spec.program = m_settings.program;
    // Flags of the tunnel stand before `run`, or cloudflared prints its help and ends with 0.
    spec.arguments << QStringLiteral("tunnel") << QStringLiteral("--no-autoupdate") << QStringLiteral("--metrics")
                   << QStringLiteral("127.0.0.1:%1").arg(metrics) << arguments;
    spec.environment = process::baseEnvironment();
    spec.workingDirectory = m_settings.folder;
    spec.port = metrics;
    spec.graceMs = graceMs;
    spec.memoryMb = 0;
    spec.processes = 0;
    CO_CHECK(base::makeFolder(m_settings.folder, true));
    CO_CHECK(co_await m_supervisors.end(folderOf(name), graceMs));
    co_return co_await m_supervisors.start(folderOf(name), spec);
}

Async<> Connectors::waitReady(QString name, int metrics)
{
    const auto deadline = std::chrono::steady_clock::now() + m_settings.readyPatience;
    while (std::chrono::steady_clock::now() < deadline) {
        const int connections = co_await ConnectorProbe::connections(metrics);
        if (connections > 0)
            co_return {};
        if (readState(folderOf(name) + QStringLiteral("/state.json")).restarts > hopeless)
            break;
        CO_CHECK(co_await base::sleepFor(pollInterval));
    }
    const auto log = base::readFile(folderOf(name) + QStringLiteral("/log"));
    const QString text = log ? QString::fromUtf8(log->right(8000)) : QString();
    co_return fail(ErrorCode::Unavailable, QStringLiteral("The tunnel's connector did not reach Cloudflare"),
                   QStringLiteral("Check the network and the tunnel's credentials"),
                   decisiveLines(text).join(QLatin1Char('\n')));
}

Async<> Connectors::prove(QString name, int metrics, QList<IngressRule> rules)
{
    CO_CHECK(co_await waitReady(name, metrics));
    CO_TRY(const QList<IngressRule> loaded, co_await ConnectorProbe::rules(metrics));
    if (serves(loaded, rules))
        co_return {};
    co_return fail(ErrorCode::Internal, QStringLiteral("The tunnel's connector loaded other rules than were written"),
                   QStringLiteral("Look into %1").arg(folderOf(name) + QStringLiteral("/log")));
}

Async<> Connectors::load(QString configPath, QString tunnel, QList<IngressRule> rules)
{
    const QString former = current();
    const QString fresh = former == QLatin1String("a") ? QStringLiteral("b") : QStringLiteral("a");
    CO_TRY(const int metrics, PortAllocations::probeFreePort());
    QStringList arguments { QStringLiteral("--config"), configPath, QStringLiteral("run") };
    if (!tunnel.isEmpty())
        arguments << tunnel;
    auto done = co_await start(fresh, arguments, metrics);
    if (done)
        done = co_await prove(fresh, metrics, rules);
    const QString over = done ? former : fresh;
    if (over.isEmpty())
        co_return done;
    const auto ended = co_await m_supervisors.end(folderOf(over), done ? graceMs : 1000);
    if (!ended)
        qCWarning(lcDeploy, "%s", qUtf8Printable(ended.error().message));
    co_return done;
}

QCoro::Task<bool> Connectors::hasLoaded(QList<IngressRule> rules) const
{
    const QString name = current();
    // Two: an engine was killed while one took over from the other.
    if (name.isEmpty() || (name == QLatin1String("a") && SupervisorControl::runs(folderOf(QStringLiteral("b")))))
        co_return false;
    const auto loaded = co_await ConnectorProbe::rules(metricsOf(name));
    co_return loaded &&serves(*loaded, rules);
}

QCoro::Task<int> Connectors::connections() const
{
    const QString name = current();
    if (name.isEmpty())
        co_return 0;
    co_return co_await ConnectorProbe::connections(metricsOf(name));
}

Async<> Connectors::stop()
{
    for (const char *name : { "a", "b" })
        CO_CHECK(co_await m_supervisors.end(folderOf(QLatin1String(name)), graceMs));
    co_return {};
}

QCoro::Task<int> Connectors::quickConnections(QString project) const
{
    if (!quickRuns(project))
        co_return 0;
    co_return co_await ConnectorProbe::connections(metricsOf(quickName(project)));
}

bool Connectors::quickRuns(const QString &project) const
{
    return SupervisorControl::runs(folderOf(quickName(project)));
}

Async<QString> Connectors::quick(QString project, int port)
{
    const QString name = quickName(project);
    const QString service = loopbackUrl(port);
    const auto spec = readSpec(folderOf(name) + QStringLiteral("/spec.json"));
    const bool goesOn = quickRuns(project) && spec && spec->arguments.contains(service);
    CO_TRY(const int fresh, PortAllocations::probeFreePort());
    const int metrics = goesOn ? spec->port : fresh;
    if (!goesOn) {
        CO_CHECK(base::makeFolder(m_settings.folder, true));
        // With a config.yml found anywhere it would serve that one's rules.
        const QString empty = m_settings.folder + QStringLiteral("/empty.yml");
        CO_CHECK(base::writeFileAtomically(empty, "{}\n"));
        const QStringList arguments { QStringLiteral("--config"), empty, QStringLiteral("--url"), service };
        CO_CHECK(co_await start(name, arguments, metrics));
    }
    const auto ready = co_await waitReady(name, metrics);
    if (!ready) {
        CO_CHECK(co_await endQuick(project));
        co_return forward(ready);
    }
    CO_TRY(const QJsonObject answer, co_await ConnectorProbe::ask(metrics, QStringLiteral("/quicktunnel")));
    const QString host = answer.value(QLatin1String("hostname")).toString();
    if (host.isEmpty())
        co_return fail(ErrorCode::Unavailable, QStringLiteral("cloudflared gave the quick tunnel no name"),
                       QStringLiteral("Look into %1").arg(folderOf(name) + QStringLiteral("/log")));
    co_return host;
}

Async<> Connectors::endQuick(QString project)
{
    co_return co_await m_supervisors.end(folderOf(quickName(project)), graceMs);
}

} // namespace slipway::deploy
