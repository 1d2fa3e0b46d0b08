// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/publisher.h"

#include "core/base/files.h"
#include "core/deploy/deploylog.h"
#include "core/deploy/loopback.h"

#include <QFileInfo>
#include <QJsonObject>

namespace slipway::deploy {

namespace {

constexpr std::chrono::minutes lockPatience(2); // another engine may wait for a connector

/// The name is ignored where a credentials file is set, so its id is what counts.
QString tunnelIdOf(const IngressFile &file, const QString &set)
{
    if (isTunnelId(file.tunnel()))
        return file.tunnel();
    const auto credentials = base::readJsonObject(file.credentialsFile());
    const QString id = credentials ? credentials->value(QLatin1String("TunnelID")).toString() : QString();
    if (!id.isEmpty())
        return id;
    return file.tunnel().isEmpty() ? set : file.tunnel();
}

QString restartCommand(const ForeignConnector &connector)
{
    if (connector.bySystemd)
        return QStringLiteral("sudo systemctl restart cloudflared");
    return QStringLiteral("kill %1 && cloudflared --no-autoupdate --config %2 tunnel run")
        .arg(connector.pid)
        .arg(connector.configPath);
}

/// Only what it answers counts: until it is started again it goes by the rules that it read at its start.
Async<> proveGone(ForeignConnector connector, QString host)
{
    const int metrics = co_await ConnectorProbe::portOf(connector);
    if (metrics > 0) {
        const auto loaded = co_await ConnectorProbe::rules(metrics);
        if (!loaded && loaded.error().code == ErrorCode::Unsupported)
            co_return {}; // rules of the dashboard, among which ours never were
        if (loaded && std::ranges::none_of(*loaded, [&](const IngressRule &rule) { return rule.hostname == host; }))
            co_return {};
    }
    co_return fail(ErrorCode::Waiting, QStringLiteral("cloudflared still sends the requests for %1 on").arg(host),
                   QStringLiteral("It has to read its configuration again: %1").arg(restartCommand(connector)));
}

} // namespace

Publisher::Publisher(TunnelSettings settings, process::ProcessRunner &runner)
    : m_settings(std::move(settings))
    , m_runner(runner)
    , m_connectors(m_settings, runner)
    , m_dns(m_settings.program, runner)
{
}

QString Publisher::recordPath() const
{
    return m_settings.folder + QStringLiteral("/published.json");
}

QString Publisher::hostOf(const QString &project) const
{
    const QString known = of(project).host;
    if (!known.isEmpty() || isQuick())
        return known;
    return project + QLatin1Char('.') + m_settings.domain.toLower();
}

Publication Publisher::of(const QString &project) const
{
    const auto known = Publications::load(recordPath()).projects.value(project);
    const bool sameDomain = isQuick() ? known.host.endsWith(QLatin1String(".trycloudflare.com"))
                                      : known.host == project + QLatin1Char('.') + m_settings.domain.toLower();
    return sameDomain ? known : Publication {};
}

Result<> Publisher::remember(const QString &project, const Publication &publication)
{
    CHECK(base::makeFolder(m_settings.folder, true));
    auto all = Publications::load(recordPath());
    if (publication.host.isEmpty())
        all.projects.remove(project);
    else
        all.projects.insert(project, publication);
    return all.save(recordPath());
}

Async<FileLock> Publisher::lock()
{
    CO_CHECK(base::makeFolder(m_settings.folder, true));
    co_return co_await FileLock::wait(m_settings.folder + QStringLiteral("/lock"), lockPatience);
}

Publisher::Place Publisher::locate() const
{
    const auto bytes = base::readFile(m_settings.configPath);
    const auto file = bytes ? IngressFile::parse(*bytes) : Result<IngressFile>(IngressFile());
    QStringList names { m_settings.tunnel };
    if (file)
        names << file->tunnel() << tunnelIdOf(*file, {});
    names.removeAll(QString());
    Place place { m_settings.configPath, ConnectorProbe::find(names, m_settings.configPath, m_settings.folder) };
    if (place.foreign.pid > 0 && !place.foreign.byToken)
        place.configPath = place.foreign.configPath;
    return place;
}

QList<IngressRule> Publisher::ownRules(const IngressFile &file, const QString &host) const
{
    QStringList hosts { host };
    const auto all = Publications::load(recordPath()).projects;
    for (const auto &publication : all)
        hosts << publication.host;
    QList<IngressRule> own;
    for (const auto &rule : file.rules()) {
        if (!rule.hostname.isEmpty() && hosts.contains(rule.hostname))
            own << rule;
    }
    return own;
}

Async<Publication> Publisher::publish(QString project, int port, bool overwriteDns)
{
    if (!isOn())
        co_return fail(ErrorCode::Unsupported, QStringLiteral("No domain is set"),
                       QStringLiteral("Set SLIPWAY_DOMAIN"));
    CO_TRY(const FileLock held, co_await lock());
    if (isQuick())
        co_return co_await publishQuick(project, port);
    const Place place = locate();
    if (place.foreign.byToken) {
        co_return fail(
            ErrorCode::Unsupported,
            QStringLiteral("The tunnel's rules come from Cloudflare's dashboard, which makes config.yml void"),
            QStringLiteral("Add there: %1 → %2").arg(hostOf(project), loopbackUrl(port)));
    }
    TunnelConfig config(place.configPath, m_settings.program, m_runner);
    CO_TRY(const IngressFile before, config.read());
    m_elsewhere.remove(project);
    const auto known = of(project);
    Publication wanted { hostOf(project), port, known.dns, false, false, {} };
    CO_TRY(const IngressFile file, before.withRoute(wanted.host, loopbackUrl(port)));
    if (!wanted.dns || overwriteDns) {
        const QString tunnel = tunnelIdOf(file, m_settings.tunnel);
        if (tunnel.isEmpty())
            co_return fail(ErrorCode::Invalid, QStringLiteral("%1 names no tunnel").arg(place.configPath),
                           QStringLiteral("Set SLIPWAY_TUNNEL, or `tunnel:` in that file"));
        const auto routed = co_await m_dns.route(tunnel, wanted.host, overwriteDns, place.configPath);
        if (!routed && routed.error().code == ErrorCode::Conflict)
            m_elsewhere.insert(project);
        if (!routed)
            co_return forward(routed);
        wanted.dns = true;
    }
    const bool changes = file.bytes() != before.bytes();
    if (changes)
        CO_CHECK(co_await config.write(file));
    const auto applied = co_await apply(place, file, wanted);
    if (applied) {
        CO_CHECK(remember(project, *applied));
        co_return applied;
    }
    if (changes) {
        if (const auto restored = config.restore(before.bytes()); !restored)
            qCWarning(lcDeploy, "%s", qUtf8Printable(restored.error().message));
    }
    co_return applied;
}

Async<Publication> Publisher::apply(Place place, IngressFile file, Publication wanted)
{
    const auto own = ownRules(file, wanted.host);
    if (place.foreign.pid == 0) {
        const bool there = co_await m_connectors.hasLoaded(own);
        if (!there)
            CO_CHECK(co_await m_connectors.load(place.configPath, m_settings.tunnel, own));
        wanted.active = true;
        co_return wanted;
    }
    const int metrics = co_await ConnectorProbe::portOf(place.foreign);
    if (metrics > 0) {
        const auto loaded = co_await ConnectorProbe::rules(metrics);
        if (!loaded && loaded.error().code == ErrorCode::Unsupported)
            co_return forward(loaded);
        wanted.active = loaded && Connectors::serves(*loaded, own);
    }
    if (!wanted.active)
        wanted.todo
            = QStringLiteral("cloudflared has to read its configuration again: %1").arg(restartCommand(place.foreign));
    co_return wanted;
}

Async<Publication> Publisher::publishQuick(QString project, int port)
{
    Publication publication { {}, port, true, true, false, {} };
    CO_TRY(publication.host, co_await m_connectors.quick(project, port));
    CO_CHECK(remember(project, publication));
    co_return publication;
}

Async<> Publisher::withdraw(QString project)
{
    if (!QFileInfo::exists(m_settings.folder))
        co_return {}; // nothing was ever published
    CO_TRY(const FileLock held, co_await lock()); // one that is being published is known only behind it
    auto known = Publications::load(recordPath()).projects.value(project);
    if (known.host.isEmpty())
        co_return {};
    known.leaving = true;
    CO_CHECK(remember(project, known));
    co_return co_await takeAway(project, known);
}

QStringList Publisher::leaving() const
{
    QStringList names;
    const auto all = Publications::load(recordPath()).projects;
    for (auto it = all.begin(); it != all.end(); ++it) {
        if (it->leaving)
            names << it.key();
    }
    return names;
}

Async<> Publisher::finishWithdrawal(QString project)
{
    CO_TRY(const FileLock held, co_await lock());
    const auto known = Publications::load(recordPath()).projects.value(project);
    if (!known.leaving)
        co_return {};
    co_return co_await takeAway(project, known);
}

Async<IngressFile> Publisher::cutRule(QString configPath, QString host)
{
    TunnelConfig config(configPath, m_settings.program, m_runner);
    const auto before = config.read();
    if (!before && before.error().code == ErrorCode::NotFound)
        co_return IngressFile();
    if (!before)
        co_return before;
    CO_TRY(const IngressFile file, before->withoutRoute(host));
    if (file.bytes() != before->bytes())
        CO_CHECK(co_await config.write(file));
    co_return IngressFile(file);
}

/// Forgotten last: until nobody hands its requests on its port must not become another project's.
Async<> Publisher::takeAway(QString project, Publication known)
{
    CO_CHECK(co_await m_connectors.endQuick(project));
    if (known.host.endsWith(QLatin1String(".trycloudflare.com")))
        co_return remember(project, {});
    const Place place = locate();
    const bool own = m_connectors.runs();
    const bool foreign = place.foreign.pid > 0 && !place.foreign.byToken; // a token's rules are never ours
    if (own || !foreign) {
        CO_TRY(const IngressFile file, co_await cutRule(m_settings.configPath, known.host));
        const bool last = file.rules().size() <= 1;
        if (own && last)
            CO_CHECK(co_await m_connectors.stop());
        if (own && !last)
            CO_CHECK(co_await m_connectors.load(m_settings.configPath, m_settings.tunnel, ownRules(file, {})));
    }
    if (foreign) {
        const auto cut = co_await cutRule(place.configPath, known.host);
        if (!cut)
            co_return forward(cut);
        const auto gone = co_await proveGone(place.foreign, known.host);
        if (!gone)
            co_return gone;
    }
    co_return remember(project, {});
}

QCoro::Task<bool> Publisher::stands(QString project)
{
    const auto known = of(project);
    if (known.host.isEmpty() || !known.active)
        co_return false;
    if (isQuick())
        co_return m_connectors.quickRuns(project);
    co_return m_connectors.runs() || locate().foreign.pid > 0;
}

QCoro::Task<int> Publisher::connections(QString project)
{
    if (isQuick())
        co_return co_await m_connectors.quickConnections(project);
    if (m_connectors.runs())
        co_return co_await m_connectors.connections();
    const Place place = locate();
    if (place.foreign.pid == 0)
        co_return 0;
    const int metrics = co_await ConnectorProbe::portOf(place.foreign);
    co_return metrics > 0 ? co_await ConnectorProbe::connections(metrics) : 0;
}

} // namespace slipway::deploy
