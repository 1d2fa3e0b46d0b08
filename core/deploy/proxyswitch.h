// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/frontproxy.h"
#include "core/deploy/switchover.h"

namespace slipway::deploy {

/// Puts a built release behind its project's public port without a gap: it starts on an inner port beside the old one,
/// is proved there, the proxy switches, the old one answers what it has, then it stops. Whatever fails before the switch,
/// the old one never notices. Engine thread.
class ProxySwitch final {
public:
    ProxySwitch(Runtime &runtime, PortAllocations &ports, FrontProxy &proxy, HealthSettings health,
                std::chrono::milliseconds drainPatience);
    /// The public port. Stop before the switch leaves the old one serving (Cancelled).
    [[nodiscard]] Async<int> run(Release next, Switchover::Old old, Switchover::Report report, std::stop_token stop);

private:
    [[nodiscard]] Async<int> startInside(Release next, Switchover::Report report, std::stop_token stop);
    [[nodiscard]] Async<int> takeTraffic(Release next, Switchover::Old old, int inner, Switchover::Report report);
    [[nodiscard]] Async<int> takeOverDirect(Release next, Switchover::Old old, int inner);
    QCoro::Task<> stopQuietly(Release release);

    Runtime &m_runtime;
    PortAllocations &m_ports;
    FrontProxy &m_proxy;
    HealthSettings m_health;
    std::chrono::milliseconds m_drainPatience;
};

} // namespace slipway::deploy
