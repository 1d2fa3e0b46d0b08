// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/deploy/deployrecord.h"
#include "core/deploy/deployreport.h"
#include "core/deploy/filelock.h"
#include "core/deploy/healthcheck.h"
#include "core/deploy/portallocations.h"
#include "core/deploy/revival.h"
#include "core/deploy/runtime.h"
#include "core/deploy/switchover.h"
#include "core/domain/deployment.h"
#include "core/git/git.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace slipway::deploy {

struct DeployRequest {
    QString project; ///< a slug, or the name of a preview (isServiceName())
    QString repository; ///< bare repository
    QString commit;
    QString deploymentId; ///< `d1`, `d2`, …; lower-case letters and digits, not `data`
};

struct DeploySettings {
    HealthSettings health;
    std::chrono::seconds drain { 30 }; ///< for the requests that the old one still answers
    int keep = 5; ///< releases that can be rolled back to, the live one among them
    int backups = 3; ///< copies of the data that are kept; one is made before each deploy
};

/// Whether a project's port may become another project's; not while requests for it still come from outside.
enum class PortPolicy { Release, Keep };

/// Origin's Deployer: build, port, run, health check, `{success, url, port}`; its tunnel is Publisher's.
/// Lives in the engine thread. One deploy a project at a time (Conflict otherwise, also across processes); the old one
/// keeps serving until the new one is healthy. Killed at any point, the same call again continues or starts over: what
/// was left half-made is removed first. With a FrontProxy (and haproxy installed) a switch has no gap; without, the
/// project's port changes hands. Await all calls before destroying it.
class Deployer final {
public:
    Deployer(Runtime &runtime, PortAllocations &ports, git::Git &git, const base::Clock &clock, QString releaseFolder,
             DeploySettings settings = {}, FrontProxy *proxy = nullptr);
    using Progress = std::function<void(const domain::Deployment &, const QString &line)>;
    /// Origin's `deploy_project`. A failure is a Deployment with state Failed and its error, never a half-made one.
    /// An Error only for a bad request (Invalid), a deploy already running (Conflict) and Cancelled.
    [[nodiscard]] Async<domain::Deployment> deployProject(DeployRequest request, Progress progress,
                                                          std::stop_token stop = {});
    /// Starts a kept deployment again; never rebuilds. On an Error (NotFound if it is not kept) the live one still serves.
    [[nodiscard]] Async<domain::Deployment> rollback(QString project, domain::Deployment to, std::stop_token stop = {});
    /// Stops the project's app and forgets its port, releases and images; its data stays unless asked otherwise. While
    /// the engine that holds a container is away: an Error that says so, and the removal waits (unfinishedRemovals()).
    /// Waits for what this Deployer does at the project (end that by its stop token first); Conflict only while another
    /// process deploys it.
    [[nodiscard]] Async<> undeploy(QString project, DataPolicy data = DataPolicy::Keep,
                                   PortPolicy port = PortPolicy::Release);
    /// The port of a project that was undeployed without; it stays if something of it is live by now.
    [[nodiscard]] Async<> releasePort(QString project);
    /// Projects whose removal waits for the container engine; a deploy that succeeds takes one back.
    [[nodiscard]] QStringList unfinishedRemovals() const;
    /// Tries again; false if the engine is still away.
    [[nodiscard]] Async<bool> finishRemoval(QString project, PortPolicy port = PortPolicy::Release);
    /// Whether the service answers now.
    [[nodiscard]] Async<bool> isHealthy(domain::Deployment deployment);
    /// How its app does (running, restarting, crash loop …), and the last lines it said (redacted).
    [[nodiscard]] Async<AppStatus> status(QString project, domain::Deployment deployment);
    [[nodiscard]] Async<QString> logTail(QString project, domain::Deployment deployment, int lines = 100);
    /// After an engine start or a reboot: adopts the deployment if it runs, else starts it on its port; whatever else of
    /// the project runs (left by a deploy that was killed) is stopped. Cancelled: what was started stays, unproved.
    [[nodiscard]] Async<> ensureRunning(QString project, domain::Deployment deployment, std::stop_token stop = {});
    /// Starts the proxy again if it and its supervisor were ended from outside. Cheap; to be called now and then.
    [[nodiscard]] Async<> keepServing();
    /// Releases that rollback() can start, oldest first.
    [[nodiscard]] QList<domain::Deployment> kept(const QString &project) const;
    /// The deployment that serves according to the record; id empty if there is none.
    [[nodiscard]] domain::Deployment live(const QString &project) const;
    [[nodiscard]] QString runtimeName() const;
    /// Milliseconds of the last deploy or rollback that went live since the start of the engine: by step (recover, export,
    /// build, start, health, switch, retire), with `live` (until it served) and `total`.
    [[nodiscard]] QMap<QString, int> timings(const QString &project) const;

private:
    struct Turn { ///< the one that may change a project now
        std::shared_ptr<void> mark; ///< in m_working; goes after the lock
        FileLock lock;
    };
    [[nodiscard]] Result<Turn> takeTurn(const QString &project);
    /// The same, but behind what this Deployer does at the project.
    [[nodiscard]] Async<Turn> waitForTurn(QString project);
    [[nodiscard]] QString folderOf(const QString &project, const QString &deploymentId = {}) const;
    [[nodiscard]] QString recordPath(const QString &project) const;
    [[nodiscard]] QString lockPath(const QString &project) const;
    [[nodiscard]] Release releaseOf(const QString &project, const domain::Deployment &deployment) const;
    [[nodiscard]] Revival revival();
    [[nodiscard]] Result<> postponeRemoval(const QString &project, DeployRecord record, DataPolicy data,
                                           const Error &reason);
    [[nodiscard]] Async<int> switchTo(Release next, Switchover::Old old, DeployReport report, std::stop_token stop);
    [[nodiscard]] Async<DeployRecord> recover(QString project, QString deploymentId, DeployReport report,
                                              std::stop_token stop);
    [[nodiscard]] Async<Release> buildRelease(DeployRequest request, DeployReport report, std::stop_token stop);
    [[nodiscard]] Async<domain::Deployment> bringLive(Release release, domain::Deployment deployment,
                                                      DeployRecord record, Progress progress, DeployReport times,
                                                      std::stop_token stop);
    [[nodiscard]] Async<> prune(QString project, DeployRecord record);
    [[nodiscard]] Async<domain::Deployment> attempt(DeployRequest request, domain::Deployment deployment,
                                                    Progress progress, std::stop_token stop);

    Runtime &m_runtime;
    PortAllocations &m_ports;
    git::Git &m_git;
    const base::Clock &m_clock;
    QString m_releaseFolder;
    DeploySettings m_settings;
    FrontProxy *m_proxy;
    QMap<QString, QMap<QString, int>> m_timings;
    QSet<QString> m_working; ///< projects that this Deployer holds the lock of
};

/// The origin's answer: `{success, url, port}`, with `error` when it failed.
[[nodiscard]] QJsonObject deployAnswer(const domain::Deployment &deployment);

} // namespace slipway::deploy
