// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/deployer.h"

#include "core/base/files.h"
#include "core/base/taskscope.h"
#include "core/deploy/deploylog.h"
#include "core/deploy/dockererrors.h"
#include "core/deploy/failuretext.h"
#include "core/deploy/foldertree.h"
#include "core/deploy/loopback.h"
#include "core/deploy/proxyswitch.h"
#include "core/deploy/servicename.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonObject>
#include <QRegularExpression>

namespace slipway::deploy {

namespace {

using domain::Deployment;
using domain::DeployState;
using Report = DeployReport;

/// Names become folders, images and containers, so nothing but slugs gets through.
Result<> checkNames(const QString &project, const QString &deploymentId)
{
    static const QRegularExpression id(QStringLiteral("^[a-z0-9][a-z0-9-]{0,39}$"));
    if (!isServiceName(project))
        return fail(ErrorCode::Invalid, QStringLiteral("%1 is not a project name").arg(project));
    if (!id.match(deploymentId).hasMatch() || deploymentId == QLatin1String("data"))
        return fail(ErrorCode::Invalid, QStringLiteral("%1 is not a deployment id").arg(deploymentId));
    return {};
}

constexpr std::chrono::milliseconds turnInterval(20);
/// A program that is being started holds our locks for a moment, until it executes.
constexpr std::chrono::milliseconds forkPatience(1000);

Error alreadyRunning(const QString &project)
{
    return fail(ErrorCode::Conflict, QStringLiteral("A deploy of %1 is already running").arg(project),
                QStringLiteral("Wait for its end, then try again"))
        .error();
}

} // namespace

Deployer::Deployer(Runtime &runtime, PortAllocations &ports, git::Git &git, const base::Clock &clock,
                   QString releaseFolder, DeploySettings settings, FrontProxy *proxy)
    : m_runtime(runtime)
    , m_ports(ports)
    , m_git(git)
    , m_clock(clock)
    , m_releaseFolder(std::move(releaseFolder))
    , m_settings(settings)
    , m_proxy(proxy)
{
}

Result<Deployer::Turn> Deployer::takeTurn(const QString &project)
{
    auto lock = FileLock::acquire(lockPath(project), std::chrono::milliseconds(0));
    if (!lock && lock.error().code == ErrorCode::Conflict)
        return std::unexpected(alreadyRunning(project));
    if (!lock)
        return std::unexpected(lock.error());
    m_working.insert(project);
    const auto unmark = [this, project](void *) { m_working.remove(project); };
    return Turn { std::shared_ptr<void>(nullptr, unmark), std::move(*lock) };
}

Async<Deployer::Turn> Deployer::waitForTurn(QString project)
{
    const auto deadline = std::chrono::steady_clock::now() + forkPatience;
    while (true) {
        auto turn = takeTurn(project);
        const bool waits = !turn && turn.error().code == ErrorCode::Conflict
            && (m_working.contains(project) || std::chrono::steady_clock::now() < deadline);
        if (!waits)
            co_return turn;
        CO_CHECK(co_await base::sleepFor(turnInterval));
    }
}

QString Deployer::runtimeName() const
{
    return m_runtime.name();
}

QString Deployer::folderOf(const QString &project, const QString &deploymentId) const
{
    const QString folder = m_releaseFolder + QLatin1Char('/') + project;
    return deploymentId.isEmpty() ? folder : folder + QLatin1Char('/') + deploymentId;
}

QString Deployer::recordPath(const QString &project) const
{
    return folderOf(project) + QStringLiteral("/deployments.json");
}

QString Deployer::lockPath(const QString &project) const
{
    return m_releaseFolder + QStringLiteral("/.") + project + QStringLiteral(".lock");
}

Release Deployer::releaseOf(const QString &project, const Deployment &deployment) const
{
    return { project,          deployment.id,     deployment.commit, folderOf(project, deployment.id),
             deployment.image, deployment.runtime };
}

QList<Deployment> Deployer::kept(const QString &project) const
{
    return DeployRecord::load(recordPath(project)).kept;
}

Deployment Deployer::live(const QString &project) const
{
    return DeployRecord::load(recordPath(project)).live;
}

Async<bool> Deployer::isHealthy(Deployment deployment)
{
    if (deployment.port <= 0)
        co_return false;
    HealthCheck check(deployment.port, m_settings.health);
    co_return co_await check.answersNow();
}

Async<AppStatus> Deployer::status(QString project, Deployment deployment)
{
    CO_CHECK(checkNames(project, deployment.id));
    co_return co_await m_runtime.status(project, deployment.id);
}

Async<QString> Deployer::logTail(QString project, Deployment deployment, int lines)
{
    CO_CHECK(checkNames(project, deployment.id));
    co_return co_await m_runtime.logTail(project, deployment.id, lines);
}

QMap<QString, int> Deployer::timings(const QString &project) const
{
    return m_timings.value(project);
}

Revival Deployer::revival()
{
    return Revival(m_runtime, m_proxy, m_settings.health);
}

Async<> Deployer::keepServing()
{
    if (m_proxy)
        co_return co_await m_proxy->keepRunning();
    co_return {};
}

Async<> Deployer::ensureRunning(QString project, Deployment deployment, std::stop_token stop)
{
    CO_CHECK(checkNames(project, deployment.id));
    CO_TRY(const Turn turn, takeTurn(project));
    Revival again = revival();
    co_return co_await again.serve(releaseOf(project, deployment), deployment.port, stop);
}

Async<DeployRecord> Deployer::recover(QString project, QString deploymentId, Report report, std::stop_token stop)
{
    auto record = DeployRecord::load(recordPath(project));
    if (record.live.id == deploymentId)
        record.live = {}; // it was deployed before, but does not answer: made anew
    Revival again = revival();
    if (record.live.id.isEmpty()) {
        CO_CHECK(co_await again.stopOthers(project, {}));
        co_return record;
    }
    const auto serving = co_await again.serve(releaseOf(project, record.live), record.live.port, stop);
    if (!serving && serving.error().code == ErrorCode::Cancelled)
        co_return forward(serving); // that says nothing about it
    if (!serving) {
        report(QStringLiteral("%1 does not run any more (%2)").arg(record.live.id, serving.error().message));
        CO_CHECK(co_await again.stopOthers(project, {}));
        record.live = {};
    }
    co_return record;
}

Async<Release> Deployer::buildRelease(DeployRequest request, Report report, std::stop_token stop)
{
    Release release {
        request.project, request.deploymentId, request.commit, folderOf(request.project, request.deploymentId), {}, {}
    };
    removeTree(release.sourceFolder);
    CO_CHECK(base::makeFolder(release.sourceFolder, true));
    report.step("export");
    report(QStringLiteral("Exporting commit %1").arg(request.commit.left(12)));
    CO_CHECK(co_await m_git.exportTree(request.repository, request.commit, release.sourceFolder));
    report.step("build");
    report(QStringLiteral("Building with %1").arg(m_runtime.name()));
    co_return co_await m_runtime.build(release, report, stop);
}

Async<int> Deployer::switchTo(Release next, Switchover::Old old, Report report, std::stop_token stop)
{
    if (m_proxy && m_proxy->isUsable()) {
        ProxySwitch behindProxy(m_runtime, m_ports, *m_proxy, m_settings.health, m_settings.drain);
        co_return co_await behindProxy.run(next, old, report, stop);
    }
    if (old.port > 0)
        report(QStringLiteral("haproxy is not installed: the service is away for a moment while it switches"));
    Switchover direct(m_runtime, m_ports, m_settings.health);
    co_return co_await direct.run(next, old, report, stop);
}

Async<Deployment> Deployer::bringLive(Release release, Deployment deployment, DeployRecord record, Progress progress,
                                      DeployReport times, std::stop_token stop)
{
    deployment.state = DeployState::Starting;
    deployment.runtime = release.runtime;
    deployment.image = release.image;
    const Report report = times.to([progress, deployment](const QString &line) { progress(deployment, line); });
    report(QStringLiteral("Starting %1").arg(deployment.id));

    Switchover::Old old;
    if (!record.live.id.isEmpty()) {
        old.release = releaseOf(release.project, record.live);
        old.port = record.live.port;
    }
    const QString path = recordPath(release.project);
    CO_CHECK(record.save(path)); // without what recover() found dead
    const auto port = co_await switchTo(release, old, report, stop);
    if (!port)
        co_return forward(port);
    deployment.state = DeployState::Live;
    deployment.port = *port;
    deployment.url = loopbackUrl(*port);
    record.live = deployment;
    record.removal.reset();
    record.keep(deployment);
    if (const auto saved = record.save(path); !saved) { // it serves: taking it away again would help nobody
        report(
            QStringLiteral("%1 serves, but that could not be recorded: %2").arg(deployment.id, oneLine(saved.error())));
    }
    m_timings.insert(release.project, report.milliseconds());
    progress(deployment, QStringLiteral("Live at %1").arg(deployment.url));
    co_return deployment;
}

Async<> Deployer::prune(QString project, DeployRecord record)
{
    bool changed = false;
    for (qsizetype i = 0; record.kept.size() > m_settings.keep && i < record.kept.size();) {
        const Deployment oldest = record.kept.at(i);
        if (oldest.id == record.live.id) {
            ++i; // rolled back to an old one: it serves, so it stays
            continue;
        }
        const auto removed = co_await m_runtime.removeRelease(releaseOf(project, oldest));
        if (!removed) {
            qCWarning(lcDeploy, "cannot remove release %s of %s: %s", qUtf8Printable(oldest.id),
                      qUtf8Printable(project), qUtf8Printable(removed.error().message));
            ++i;
            continue;
        }
        removeTree(folderOf(project, oldest.id));
        record.kept.removeAt(i);
        changed = true;
    }
    if (changed)
        CO_CHECK(record.save(recordPath(project)));
    co_return {};
}

Async<Deployment> Deployer::attempt(DeployRequest request, Deployment deployment, Progress progress,
                                    std::stop_token stop)
{
    const Report report([progress, deployment](const QString &line) { progress(deployment, line); });
    report.step("recover");
    CO_TRY(const DeployRecord record, co_await recover(request.project, request.deploymentId, report, stop));
    const auto release = co_await buildRelease(request, report, stop);
    if (!release)
        co_return forward(release);
    if (!record.live.id.isEmpty()) {
        report.step("backup");
        const auto copied = co_await m_runtime.backUp(releaseOf(request.project, record.live), m_settings.backups);
        if (!copied)
            report(QStringLiteral("There is no copy of the data from before this deploy: %1")
                       .arg(oneLine(copied.error())));
    }
    auto live = co_await bringLive(*release, deployment, record, progress, report, stop);
    co_return live;
}

Async<Deployment> Deployer::deployProject(DeployRequest request, Progress progress, std::stop_token stop)
{
    CO_CHECK(checkNames(request.project, request.deploymentId));
    CO_CHECK(base::makeFolder(folderOf(request.project), true));
    CO_TRY(const Turn turn, takeTurn(request.project));
    const auto before = DeployRecord::load(recordPath(request.project));
    if (before.live.id == request.deploymentId && before.live.commit == request.commit) {
        const auto healthy = co_await isHealthy(before.live);
        if (healthy && *healthy)
            co_return before.live; // killed after the switch, before the caller heard of it
    }
    if (!progress)
        progress = [](const Deployment &, const QString &) { };
    Deployment deployment;
    deployment.id = request.deploymentId;
    deployment.state = DeployState::Building;
    deployment.runtime = m_runtime.name();
    deployment.commit = request.commit;
    deployment.createdAt = m_clock.now();

    auto result = co_await attempt(request, deployment, progress, stop);
    if (result) {
        const auto pruned = co_await prune(request.project, DeployRecord::load(recordPath(request.project)));
        if (!pruned)
            qCWarning(lcDeploy, "%s", qUtf8Printable(pruned.error().message));
        co_return result;
    }
    Release release {
        request.project, request.deploymentId, request.commit, folderOf(request.project, request.deploymentId), {}, {}
    };
    const auto removed = co_await m_runtime.removeRelease(release);
    if (!removed)
        qCWarning(lcDeploy, "cannot clean up %s: %s", qUtf8Printable(request.deploymentId),
                  qUtf8Printable(removed.error().message));
    removeTree(release.sourceFolder);
    if (result.error().code == ErrorCode::Cancelled)
        co_return forward(result);
    deployment.state = DeployState::Failed;
    deployment.error = oneLine(result.error());
    qCWarning(lcDeploy, "deploy %s of %s failed: %s", qUtf8Printable(request.deploymentId),
              qUtf8Printable(request.project), qUtf8Printable(deployment.error));
    progress(deployment, deployment.error);
    co_return deployment;
}

Async<Deployment> Deployer::rollback(QString project, Deployment to, std::stop_token stop)
{
    CO_CHECK(checkNames(project, to.id));
    CO_TRY(const Turn turn, takeTurn(project));
    const auto before = DeployRecord::load(recordPath(project));
    const auto found = std::ranges::find(before.kept, to.id, &Deployment::id);
    if (found == before.kept.end()) {
        co_return fail(ErrorCode::NotFound,
                       QStringLiteral("Deployment %1 of %2 is not kept any more").arg(to.id, project),
                       QStringLiteral("Deploy its commit again"));
    }
    Deployment target = *found;
    if (before.live.id == target.id) {
        const auto healthy = co_await isHealthy(before.live);
        if (healthy && *healthy)
            co_return before.live;
    }
    const Release release = releaseOf(project, target);
    CO_TRY(const bool there, co_await m_runtime.hasRelease(release));
    if (!there) {
        co_return fail(ErrorCode::NotFound, QStringLiteral("The release of deployment %1 is gone").arg(target.id),
                       QStringLiteral("Deploy its commit again"));
    }
    const Progress quiet = [](const Deployment &, const QString &) { };
    const Report report;
    report.step("recover");
    CO_TRY(DeployRecord record, co_await recover(project, target.id, report, stop));
    target.error.clear();
    co_return co_await bringLive(release, target, record, quiet, report, stop);
}

Async<> Deployer::undeploy(QString project, DataPolicy data, PortPolicy port)
{
    if (!isServiceName(project))
        co_return fail(ErrorCode::Invalid, QStringLiteral("%1 is not a project name").arg(project));
    CO_TRY(const Turn turn, co_await waitForTurn(project));
    if (m_proxy)
        CO_CHECK(co_await m_proxy->unroute(project));
    const auto removed = co_await m_runtime.remove(project, data);
    if (!removed) {
        DeployRecord record = DeployRecord::load(recordPath(project));
        if (!isEngineAway(removed.error()))
            co_return forward(removed);
        if (!record.usesOnly(QStringLiteral("process"))) // else an engine that has nothing of it
            co_return postponeRemoval(project, record, data, removed.error());
    }
    removeTree(folderOf(project));
    if (port == PortPolicy::Release)
        co_return m_ports.release(project);
    co_return {};
}

Async<> Deployer::releasePort(QString project)
{
    CO_TRY(const Turn turn, co_await waitForTurn(project));
    if (live(project).id.isEmpty())
        co_return m_ports.release(project);
    co_return {};
}

Result<> Deployer::postponeRemoval(const QString &project, DeployRecord record, DataPolicy data, const Error &reason)
{
    record.live = {};
    record.removal = data;
    CHECK(record.save(recordPath(project)));
    Error error = reason;
    error.message = QStringLiteral("The container of %1 could not be removed: %2").arg(project, reason.message);
    error.hint = QStringLiteral("Slipway removes it as soon as the container engine answers. %1").arg(reason.hint);
    return std::unexpected(error);
}

QStringList Deployer::unfinishedRemovals() const
{
    QStringList waiting;
    const auto projects = QDir(m_releaseFolder).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &project : projects) {
        if (QFileInfo::exists(recordPath(project)) && DeployRecord::load(recordPath(project)).removal)
            waiting << project;
    }
    return waiting;
}

Async<bool> Deployer::finishRemoval(QString project, PortPolicy port)
{
    const auto removal = DeployRecord::load(recordPath(project)).removal;
    if (!removal)
        co_return false;
    const auto removed = co_await undeploy(project, *removal, port);
    if (removed)
        co_return true;
    if (isEngineAway(removed.error()) || removed.error().code == ErrorCode::Conflict)
        co_return false;
    co_return forward(removed);
}

QJsonObject deployAnswer(const Deployment &deployment)
{
    QJsonObject answer { { QStringLiteral("success"), deployment.state == DeployState::Live },
                         { QStringLiteral("url"), deployment.url },
                         { QStringLiteral("port"), deployment.port } };
    if (!deployment.error.isEmpty())
        answer.insert(QStringLiteral("error"), deployment.error);
    return answer;
}

} // namespace slipway::deploy
