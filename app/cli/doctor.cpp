// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/doctor.h"

#include "app/bootstrap/discordlink.h"

#include "core/agents/agentcatalog.h"
#include "core/control/enginesocket.h"
#include "core/deploy/frontproxy.h"
#include "core/process/sandbox.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QStorageInfo>

namespace slipway::app {

namespace {

using State = Finding::State;

static_assert(int(State::Missing) == int(chat::SetupFinding::State::Missing)
              && int(State::Warning) == int(chat::SetupFinding::State::Warning));

QString firstLine(const QByteArray &output)
{
    return QString::fromUtf8(output.left(output.indexOf('\n'))).trimmed();
}

QCoro::Task<Finding> program(process::ProcessRunner *runner, QString name, QStringList arguments, State whenMissing,
                             QString advice)
{
    const QString path = process::findProgram(name);
    if (path.isEmpty())
        co_return Finding { name, whenMissing, {}, advice };
    process::ProcessSpec spec;
    spec.program = path;
    spec.arguments = arguments;
    spec.environment = process::baseEnvironment();
    spec.timeout = std::chrono::seconds(5);
    const auto outcome = co_await runner->run(spec);
    if (!outcome.ok())
        co_return Finding { name, whenMissing == State::Missing ? State::Missing : State::Warning, path, advice };
    co_return Finding { name, State::Ok, firstLine(outcome.out), {} };
}

QCoro::Task<Finding> sandbox(process::ProcessRunner *runner)
{
    const auto probed = co_await process::Sandbox::probe(*runner);
    if (probed)
        co_return Finding { QStringLiteral("sandbox"), State::Ok, QStringLiteral("bubblewrap works"), {} };
    co_return Finding { QStringLiteral("sandbox"), State::Warning, probed.error().message,
                        probed.error().hint + QStringLiteral(" Until then only the recording runs.") };
}

Finding disk(const Home &home)
{
    const QStorageInfo storage(home.paths.state);
    const double free = double(storage.bytesAvailable()) / 1e9;
    return { QStringLiteral("disk"), free < 1 ? State::Warning : State::Ok,
             QStringLiteral("%1 GB free at %2").arg(free, 0, 'f', 1).arg(home.paths.state),
             free < 1 ? QStringLiteral("Free some space: builds and repositories need it") : QString() };
}

/// Asked over its own socket, so that the answer does not hang on Redis.
QCoro::Task<Finding> engine(QString lockFile, QString socket)
{
    Finding finding { QStringLiteral("engine"), State::Ok, QStringLiteral("none runs"), {} };
    const qint64 pid = EngineLock::holder(lockFile);
    if (pid == 0)
        co_return finding;
    const auto health = co_await control::askEngine(socket, QStringLiteral("health"), QStringLiteral("cli"),
                                                    std::chrono::milliseconds(2000));
    if (!health) {
        finding.state = State::Warning;
        finding.found = QStringLiteral("runs (pid %1), does not answer at %2").arg(pid).arg(socket);
        finding.advice = QStringLiteral("It may be starting or busy; see the log, or end it with: kill %1").arg(pid);
        co_return finding;
    }
    const QJsonObject redis = health->value(QLatin1String("redis")).toObject();
    const bool connected = redis.value(QLatin1String("connected")).toBool();
    finding.found = QStringLiteral("runs (pid %1, %2, up %3 s%4), Redis %5")
                        .arg(health->value(QLatin1String("pid")).toInteger())
                        .arg(health->value(QLatin1String("mode")).toString())
                        .arg(health->value(QLatin1String("uptime_s")).toInteger())
                        .arg(health->value(QLatin1String("paused")).toBool() ? QStringLiteral(", paused") : QString(),
                             connected ? QStringLiteral("connected") : QStringLiteral("not reachable"));
    if (!connected) {
        finding.state = State::Warning;
        finding.advice
            = QStringLiteral("Redis at %1 does not answer. `slipway pause --all` stops the agents all the same")
                  .arg(redis.value(QLatin1String("url")).toString());
    }
    co_return finding;
}

} // namespace

QCoro::Task<QList<Finding>> examine(Home home, process::ProcessRunner &runner)
{
    auto *const r = &runner;
    QList<Finding> findings;
    findings.append(co_await engine(home.paths.engineLock, home.paths.engineSocket));
    findings.append(disk(home));
    const QStringList version { QStringLiteral("--version") };
    const QString redis = process::findProgram(QStringLiteral("redis-server")).isEmpty()
        ? QStringLiteral("valkey-server")
        : QStringLiteral("redis-server");
    findings.append(co_await program(r, redis, version, State::Missing,
                                     QStringLiteral("Install redis-server (7 or newer), or set SLIPWAY_REDIS_URL")));
    findings.append(co_await program(r, QStringLiteral("git"), version, State::Missing,
                                     QStringLiteral("Install git (2.39 or newer)")));
    findings.append(co_await sandbox(r));
    findings.append(co_await program(r, QStringLiteral("python3"), version, State::Warning,
                                     QStringLiteral("Install python3: the recorded URL shortener needs it")));
    const QStringList info { QStringLiteral("version"), QStringLiteral("--format"),
                             QStringLiteral("engine {{.Server.Version}}") };
    findings.append(co_await program(r, QStringLiteral("docker"), info, State::Warning,
                                     QStringLiteral("No Docker engine answers: services run as sandboxed processes "
                                                    "instead. Install Docker to use containers")));
    const QStringList shortVersion { QStringLiteral("-v") };
    const QString haproxy = deploy::FrontProxy::findProgram();
    findings.append(co_await program(r, haproxy, shortVersion, State::Warning,
                                     QStringLiteral("Install haproxy: without it a service is away for a moment "
                                                    "at each deploy")));
    findings.last().name = QStringLiteral("haproxy"); // it may be outside PATH
    findings.append(co_await program(
        r,
        home.settings.string(settings::Key::CloudflaredPath).isEmpty()
            ? QStringLiteral("cloudflared")
            : home.settings.string(settings::Key::CloudflaredPath),
        version, State::Warning, QStringLiteral("Without cloudflared services are reachable on this machine only")));
    const agents::AgentCatalog catalog(
        agents::AgentCatalogOptions { QCoreApplication::applicationFilePath(), {}, home.paths.state });
    const QString wanted = home.settings.string(settings::Key::AgentDefault);
    const auto drivers = catalog.allWith(domain::AgentChoice { wanted, home.settings.agentsByRole() }.all());
    for (const auto &driver : drivers) {
        const auto found = co_await driver->detect(runner);
        const auto a = found.value_or(agents::AgentAvailability {});
        const bool usable = a.installed && a.signedIn;
        findings.append({ QStringLiteral("agent ") + driver->name(), usable ? State::Ok : State::Warning,
                          a.version.isEmpty() ? a.path : a.version, usable ? QString() : a.hint });
    }
    const auto chosen = co_await catalog.detect(runner);
    findings.append({ QStringLiteral("agent in use"),
                      State::Ok,
                      !wanted.isEmpty() ? wanted
                          : chosen      ? (*chosen)->name()
                                        : QStringLiteral("replay"),
                      {} });
    const auto discord = co_await examineDiscord(home);
    for (const auto &f : discord)
        findings.append({ f.name, State(int(f.state)), f.found, f.advice });
    for (const QString &warning : home.settings.warnings())
        findings.append(
            { QStringLiteral("setting"), State::Warning, warning, QStringLiteral("See `slipway config get`") });
    co_return findings;
}

QJsonObject doctorDocument(const QList<Finding> &findings, const Home &home)
{
    static const char *const names[] = { "ok", "warning", "missing" };
    QJsonArray checks;
    bool good = true;
    for (const auto &f : findings) {
        good = good && f.state != State::Missing;
        checks.append(QJsonObject { { QStringLiteral("name"), f.name },
                                    { QStringLiteral("state"), QLatin1String(names[int(f.state)]) },
                                    { QStringLiteral("found"), f.found },
                                    { QStringLiteral("advice"), f.advice } });
    }
    QJsonArray settings;
    const auto all = home.settings.describe();
    for (const auto &d : all)
        settings.append(QJsonObject { { QStringLiteral("key"), d.name },
                                      { QStringLiteral("value"), d.value },
                                      { QStringLiteral("source"), d.source.text } });
    return { { QStringLiteral("success"), good },
             { QStringLiteral("version"), QStringLiteral(SLIPWAY_VERSION) },
             { QStringLiteral("home"), home.paths.home },
             { QStringLiteral("checks"), checks },
             { QStringLiteral("settings"), settings } };
}

QString doctorText(const QList<Finding> &findings, const Home &home, const Output &output)
{
    QStringList lines { output.bold(QStringLiteral("Slipway %1").arg(QStringLiteral(SLIPWAY_VERSION)))
                            + QStringLiteral(" · home ") + home.paths.home,
                        QString() };
    for (const auto &f : findings) {
        const QString mark = f.state == State::Ok ? output.coloured(QStringLiteral("ok     "), 32)
            : f.state == State::Warning           ? output.coloured(QStringLiteral("warning"), 33)
                                                  : output.coloured(QStringLiteral("missing"), 31);
        lines.append(QStringLiteral("  %1  %2  %3").arg(mark, f.name.leftJustified(16), f.found));
        if (!f.advice.isEmpty())
            lines.append(QString(29, QLatin1Char(' ')) + output.dim(f.advice));
    }
    lines.append(QStringLiteral("\nSettings that are not at their default (all: slipway config get):"));
    bool any = false;
    const auto all = home.settings.describe();
    for (const auto &d : all) {
        if (d.source.origin == settings::Origin::Default)
            continue;
        any = true;
        lines.append(QStringLiteral("  %1 = %2   (%3)").arg(d.name, d.value, d.source.text));
    }
    if (!any)
        lines.append(QStringLiteral("  none"));
    return lines.join(QLatin1Char('\n'));
}

} // namespace slipway::app
