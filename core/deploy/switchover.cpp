// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/switchover.h"

#include "core/deploy/deploylog.h"

namespace slipway::deploy {

namespace {
constexpr int portTries = 5;
} // namespace

Switchover::Switchover(Runtime &runtime, PortAllocations &ports, HealthSettings health)
    : m_runtime(runtime)
    , m_ports(ports)
    , m_health(health)
{
}

Async<> Switchover::prove(Release next, int port, std::stop_token stop)
{
    CO_CHECK(co_await m_runtime.start(next, port));
    HealthCheck check(port, healthOf(m_health, next));
    co_return co_await check.waitUntilHealthy(m_runtime, next.project, next.deploymentId, stop);
}

Async<> Switchover::discard(Release next)
{
    const auto stopped = co_await m_runtime.stop(next.project, next.deploymentId);
    if (!stopped)
        qCWarning(lcDeploy, "cannot stop %s %s: %s", qUtf8Printable(next.project), qUtf8Printable(next.deploymentId),
                  qUtf8Printable(stopped.error().message));
    co_return stopped;
}

Async<int> Switchover::takePort(Release next, Report report, std::stop_token stop)
{
    QSet<int> taken;
    for (int attempt = 0; attempt < portTries; ++attempt) {
        CO_TRY(const int port, m_ports.allocate(next.project, taken));
        const auto proved = co_await prove(next, port, stop);
        if (proved)
            co_return port;
        if (proved.error().code != ErrorCode::Conflict)
            co_return forward(proved);
        report(QStringLiteral("Port %1 is taken by something else; trying another one").arg(port));
        taken.insert(port);
    }
    co_return fail(ErrorCode::Conflict, QStringLiteral("%1 ports in a row were taken by other programs").arg(portTries),
                   QStringLiteral("Deploy again"));
}

Async<int> Switchover::run(Release next, Old old, Report report, std::stop_token stop)
{
    const bool replaces = old.port > 0;
    if (replaces) {
        CO_TRY(const int candidatePort, PortAllocations::probeFreePort());
        report(QStringLiteral("Starting %1 on port %2 beside %3, which keeps serving")
                   .arg(next.deploymentId)
                   .arg(candidatePort)
                   .arg(old.release.deploymentId));
        report.step("prove");
        const auto proved = co_await prove(next, candidatePort, stop);
        co_await discard(next);
        if (!proved)
            co_return forward(proved);
        report(QStringLiteral("%1 is healthy; switching").arg(next.deploymentId));
        const auto stopped = co_await m_runtime.stop(next.project, old.release.deploymentId);
        if (!stopped)
            co_return forward(stopped);
    }
    report.step("switch");
    // From here on a request to stop would leave nobody serving, so the switch is carried through.
    const std::stop_token patient = replaces ? std::stop_token() : stop;
    const auto port = co_await takePort(next, report, patient);
    if (port) {
        report.live();
        co_return port;
    }
    co_await discard(next);
    if (replaces) {
        report(QStringLiteral("%1 failed on the project's port; starting %2 again")
                   .arg(next.deploymentId, old.release.deploymentId));
        const auto back = co_await prove(old.release, old.port, {});
        if (!back) {
            Error both = port.error();
            both.detail += QStringLiteral("\nThe former deployment did not start again: ") + back.error().message;
            co_return std::unexpected(both);
        }
    }
    co_return forward(port);
}

} // namespace slipway::deploy
