// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/deployreport.h"
#include "core/deploy/healthcheck.h"
#include "core/deploy/portallocations.h"

namespace slipway::deploy {

/// Puts a built release on its project's port. With an old one serving, the new one is proved on a free port first; only
/// then the old one stops and the new one takes the port, a gap of well under a second (ProxySwitch has none, where haproxy
/// is installed). Whatever fails, the old one serves again and nothing of the new one is left. Engine thread.
class Switchover final {
public:
    struct Old {
        Release release;
        int port = 0; ///< 0: there is none
    };
    using Report = DeployReport;

    Switchover(Runtime &runtime, PortAllocations &ports, HealthSettings health);
    /// The port it serves on. Stop leaves the old one serving (Cancelled); once the old one was stopped the switch is
    /// carried through.
    [[nodiscard]] Async<int> run(Release next, Old old, Report report, std::stop_token stop);

private:
    [[nodiscard]] Async<> prove(Release next, int port, std::stop_token stop);
    [[nodiscard]] Async<int> takePort(Release next, Report report, std::stop_token stop);
    [[nodiscard]] Async<> discard(Release next);

    Runtime &m_runtime;
    PortAllocations &m_ports;
    HealthSettings m_health;
};

} // namespace slipway::deploy
