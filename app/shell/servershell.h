// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/bootstrap/enginehost.h"
#include "app/cli/output.h"

#include "core/control/controlclient.h"
#include "core/control/statestore.h"

namespace slipway::dashboard {
class Dashboard;
}

namespace slipway::app {

/// The faces that an engine brings along: the dashboard. Main thread.
class Faces final {
public:
    Faces(const Home &home, const redis::RedisAddress &address);
    ~Faces();
    /// Starts the dashboard unless it is off. Conflict only if a port that was set is taken; a taken default port gives a
    /// warning in `note`.
    [[nodiscard]] Result<> start(EngineHost &host, QString &note);
    /// Closes the dashboard's connections; to be awaited before destruction.
    [[nodiscard]] QCoro::Task<> stop();

private:
    const Home &m_home;
    control::StateStore m_store;
    control::ControlClient m_client;
    std::unique_ptr<dashboard::Dashboard> m_dashboard;
};

/// `slipway --server`: engine, workers, dashboard in the foreground until a signal. Main thread.
[[nodiscard]] QCoro::Task<int> runServer(Home home, const Output &output, std::stop_token stop);
/// `slipway --worker`: pools on somebody else's engine.
[[nodiscard]] QCoro::Task<int> runWorker(Home home, const Invocation &invocation, const Output &output,
                                         std::stop_token stop);

} // namespace slipway::app
