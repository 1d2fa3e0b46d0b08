// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/bootstrap/enginehost.h"
#include "app/bootstrap/noticesettings.h"
#include "app/cli/output.h"

#include "core/control/controlclient.h"
#include "core/control/statestore.h"

#include <functional>

namespace slipway::chat {
class DiscordFace;
}
namespace slipway::dashboard {
class Dashboard;
}

namespace slipway::app {

/// The faces that an engine brings along: dashboard and Discord link. Main thread.
class Faces final {
public:
    Faces(const Home &home, const redis::RedisAddress &address);
    ~Faces();
    /// Starts the dashboard unless it is off. Conflict only if a port that was set is taken; a taken default port gives a
    /// warning in `note`.
    [[nodiscard]] Result<> start(EngineHost &host, QString &note);
    /// Connects to Discord if a bot's token is set. What becomes of it is said through `say`, whenever there is something
    /// new: a person may have to help.
    [[nodiscard]] QCoro::Task<> startDiscord(std::function<void(const QString &)> say);
    /// Closes the faces' connections; to be awaited before destruction.
    [[nodiscard]] QCoro::Task<> stop();

private:
    const Home &m_home;
    control::StateStore m_store;
    control::ControlClient m_client;
    NoticeSettings m_notices;
    std::unique_ptr<dashboard::Dashboard> m_dashboard;
    std::unique_ptr<chat::DiscordFace> m_discord;
};

/// `slipway --server`: engine, workers, dashboard in the foreground until a signal; with `--standby` only when no other engine
/// of this home works (any more). Main thread.
[[nodiscard]] QCoro::Task<int> runServer(Home home, const Invocation &invocation, const Output &output,
                                         std::stop_token stop);
/// `slipway --worker`: pools on somebody else's engine.
[[nodiscard]] QCoro::Task<int> runWorker(Home home, const Invocation &invocation, const Output &output,
                                         std::stop_token stop);

} // namespace slipway::app
