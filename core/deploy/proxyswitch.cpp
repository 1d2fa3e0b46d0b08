// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/proxyswitch.h"

#include "core/deploy/deploylog.h"

namespace slipway::deploy {

namespace {
constexpr int portTries = 5;
} // namespace

ProxySwitch::ProxySwitch(Runtime &runtime, PortAllocations &ports, FrontProxy &proxy, HealthSettings health,
                         std::chrono::milliseconds drainPatience)
    : m_runtime(runtime)
    , m_ports(ports)
    , m_proxy(proxy)
    , m_health(health)
    , m_drainPatience(drainPatience)
{
}

QCoro::Task<> ProxySwitch::stopQuietly(Release release)
{
    const auto stopped = co_await m_runtime.stop(release.project, release.deploymentId);
    if (!stopped)
        qCWarning(lcDeploy, "cannot stop %s %s: %s", qUtf8Printable(release.project),
                  qUtf8Printable(release.deploymentId), qUtf8Printable(stopped.error().message));
}

Async<int> ProxySwitch::startInside(Release next, Switchover::Report report, std::stop_token stop)
{
    Result<> started;
    for (int attempt = 0; attempt < portTries; ++attempt) {
        CO_TRY(const int inner, PortAllocations::probeFreePort());
        report.step("start");
        started = co_await m_runtime.start(next, inner);
        if (started) {
            report.step("health");
            HealthCheck check(inner, healthOf(m_health, next));
            const auto healthy = co_await check.waitUntilHealthy(m_runtime, next.project, next.deploymentId, stop);
            if (!healthy)
                co_return forward(healthy);
            co_return inner;
        }
        if (started.error().code != ErrorCode::Conflict) // else somebody was faster on that port
            break;
    }
    co_return forward(started);
}

Async<int> ProxySwitch::takeOverDirect(Release next, Switchover::Old old, int inner)
{
    CO_CHECK(co_await m_runtime.stop(next.project, old.release.deploymentId));
    const auto routed = co_await m_proxy.route(next.project, old.port, inner);
    if (routed)
        co_return old.port;
    const auto back = co_await m_runtime.start(old.release, old.port);
    if (!back)
        qCWarning(lcDeploy, "%s did not start again: %s", qUtf8Printable(old.release.deploymentId),
                  qUtf8Printable(back.error().message));
    co_return forward(routed);
}

Async<int> ProxySwitch::takeTraffic(Release next, Switchover::Old old, int inner, Switchover::Report report)
{
    if (old.port > 0) {
        CO_TRY(const AppStatus status, co_await m_runtime.status(next.project, old.release.deploymentId));
        const bool direct = status.port == old.port && m_proxy.routeOf(next.project).publicPort == 0;
        if (direct) {
            report(QStringLiteral("%1 listens on the project's port itself; this once the switch takes a moment")
                       .arg(old.release.deploymentId));
            co_return co_await takeOverDirect(next, old, inner);
        }
    }
    QSet<int> taken;
    for (int attempt = 0; attempt < portTries; ++attempt) {
        CO_TRY(const int port, m_ports.allocate(next.project, taken));
        const auto routed = co_await m_proxy.route(next.project, port, inner);
        if (routed)
            co_return port;
        if (routed.error().code != ErrorCode::Conflict)
            co_return forward(routed);
        report(QStringLiteral("Port %1 is taken by something else; trying another one").arg(port));
        taken.insert(port);
    }
    co_return fail(ErrorCode::Conflict, QStringLiteral("%1 ports in a row were taken by other programs").arg(portTries),
                   QStringLiteral("Deploy again"));
}

Async<int> ProxySwitch::run(Release next, Switchover::Old old, Switchover::Report report, std::stop_token stop)
{
    const bool replaces = old.port > 0;
    if (replaces)
        report(QStringLiteral("Starting %1 beside %2, which keeps serving")
                   .arg(next.deploymentId, old.release.deploymentId));
    const auto inner = co_await startInside(next, report, stop);
    if (!inner) {
        co_await stopQuietly(next);
        co_return forward(inner);
    }
    report(QStringLiteral("%1 is healthy on port %2; switching").arg(next.deploymentId).arg(*inner));
    report.step("switch");
    const auto port = co_await takeTraffic(next, old, *inner, report);
    if (!port) {
        co_await stopQuietly(next);
        co_return forward(port);
    }
    report.live();
    report.step("retire");
    if (!replaces || old.release.deploymentId == next.deploymentId)
        co_return port;
    const auto drained = co_await m_proxy.drain(next.project, m_drainPatience);
    if (drained && !*drained)
        report(QStringLiteral("%1 still answers requests after %2 s; ending it")
                   .arg(old.release.deploymentId)
                   .arg(std::chrono::duration_cast<std::chrono::seconds>(m_drainPatience).count()));
    co_await stopQuietly(old.release);
    co_return port;
}

} // namespace slipway::deploy
