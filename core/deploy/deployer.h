// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/deploy/portallocations.h"
#include "core/deploy/runtime.h"
#include "core/domain/deployment.h"
#include "core/git/git.h"

#include <functional>
#include <stop_token>

namespace slipway::deploy {

struct DeployRequest {
    QString project;
    QString repository; ///< bare repository
    QString commit;
    QString deploymentId;
};

/// Origin's Deployer: build, port, run, health check, (tunnel: issue of its own), `{success, url, port}`.
/// Lives in the engine thread. One deploy a project at a time; the old one keeps serving until the new one is healthy.
class Deployer final {
public:
    Deployer(Runtime &runtime, PortAllocations &ports, git::Git &git, const base::Clock &clock, QString releaseFolder);
    using Progress = std::function<void(const domain::Deployment &, const QString &line)>;
    /// Origin's `deploy_project`. A failure is a Deployment with state Failed and its error, never a half-made one.
    [[nodiscard]] Async<domain::Deployment> deployProject(DeployRequest request, Progress progress, std::stop_token stop = {});
    /// Starts a kept deployment again; never rebuilds.
    [[nodiscard]] Async<domain::Deployment> rollback(QString project, domain::Deployment to, std::stop_token stop = {});
    [[nodiscard]] Async<> undeploy(QString project);
    /// Whether the service answers now.
    [[nodiscard]] Async<bool> isHealthy(domain::Deployment deployment);
    [[nodiscard]] QString runtimeName() const;

private:
    Runtime &m_runtime;
    PortAllocations &m_ports;
    git::Git &m_git;
    const base::Clock &m_clock;
    QString m_releaseFolder;
};

} // namespace slipway::deploy
