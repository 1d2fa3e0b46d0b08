// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/revival.h"

#include "core/deploy/portallocations.h"

namespace slipway::deploy {

Revival::Revival(Runtime &runtime, FrontProxy *proxy, HealthSettings health)
    : m_runtime(runtime)
    , m_proxy(proxy)
    , m_health(health)
{
}

Async<> Revival::stopOthers(QString project, QString liveId)
{
    CO_TRY(const QStringList all, co_await m_runtime.deployments(project));
    for (const QString &id : all) {
        if (id != liveId)
            CO_CHECK(co_await m_runtime.stop(project, id));
    }
    co_return {};
}

Async<> Revival::serve(Release release, int publicPort, std::stop_token stop)
{
    if (m_proxy && m_proxy->isUsable()) {
        // First the one that is to serve, so that nobody meets a gap; then those that are not.
        CO_CHECK(co_await serveBehindProxy(release, publicPort, stop));
        co_return co_await stopOthers(release.project, release.deploymentId);
    }
    CO_CHECK(co_await stopOthers(release.project, release.deploymentId)); // one may hold the project's port
    co_return co_await serveDirectly(release, publicPort, stop);
}

Async<> Revival::serveDirectly(Release release, int port, std::stop_token stop)
{
    CO_TRY(const AppStatus status, co_await m_runtime.status(release.project, release.deploymentId));
    const bool samePort = status.port == 0 || status.port == port;
    if (status.state == AppStatus::State::Running && samePort)
        co_return {};
    CO_CHECK(co_await m_runtime.start(release, port));
    HealthCheck check(port, healthOf(m_health, release));
    co_return co_await check.waitUntilHealthy(m_runtime, release.project, release.deploymentId, stop);
}

Async<> Revival::serveBehindProxy(Release release, int publicPort, std::stop_token stop)
{
    CO_TRY(const AppStatus status, co_await m_runtime.status(release.project, release.deploymentId));
    const bool running = status.state == AppStatus::State::Running;
    const bool routed = m_proxy->routeOf(release.project).publicPort == publicPort;
    if (running && status.port == publicPort && !routed)
        co_return {}; // started before there was a proxy; the next deploy puts it behind
    int inner = status.port;
    const bool ended = status.state == AppStatus::State::Stopped || status.state == AppStatus::State::Missing;
    if (inner <= 0 || inner == publicPort || (ended && !PortAllocations::isFree(inner))) {
        CO_TRY(inner, PortAllocations::probeFreePort());
    }
    if (!running) {
        CO_CHECK(co_await m_runtime.start(release, inner));
        HealthCheck check(inner, healthOf(m_health, release));
        CO_CHECK(co_await check.waitUntilHealthy(m_runtime, release.project, release.deploymentId, {}));
    }
    co_return co_await m_proxy->route(release.project, publicPort, inner);
}

} // namespace slipway::deploy
