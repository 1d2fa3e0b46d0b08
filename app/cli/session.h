// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/bootstrap/enginehost.h"
#include "app/cli/output.h"

#include "core/control/controlclient.h"
#include "core/control/statestore.h"

#include <optional>
#include <stop_token>

namespace slipway::app {

/// A command's way to the engine: the one that runs on this home, or one of its own for the command's duration. Main
/// thread; await close() at the end.
class Session final {
public:
    /// `stop` ends the command; requested here when its engine is deposed, since it may change nothing any more. `face`
    /// is who the audit log says it was.
    Session(Home home, const Output &output, std::stop_source stop, QString face = QStringLiteral("cli"));
    ~Session();

    /// For commands that change something: attaches, or starts an engine here and says so.
    [[nodiscard]] Async<> openEngine();
    /// For commands that only read: attaches, or opens the home without leading. Again: follows an engine that has started
    /// or ended since.
    [[nodiscard]] Async<> openReading();
    [[nodiscard]] QCoro::Task<> close();

    [[nodiscard]] Async<QJsonObject> execute(QString verb, QJsonObject arguments, std::chrono::milliseconds timeout,
                                             std::stop_token stop);
    [[nodiscard]] Async<QJsonObject> query(QString name, QJsonObject arguments);
    [[nodiscard]] Async<domain::Snapshot> snapshot();
    /// Follows the engine; only after openEngine() or with an engine attached.
    [[nodiscard]] control::StateStore &store();
    [[nodiscard]] bool isAttached() const { return m_attached; } ///< to an engine of another process
    /// What this command's own engine has against its Redis right now.
    [[nodiscard]] const std::optional<Error> &trouble() const { return m_trouble; }
    [[nodiscard]] const Home &home() const { return m_home; }
    [[nodiscard]] EngineHost *host() { return m_host.get(); }

private:
    [[nodiscard]] Result<> attach();
    void watchHost(); ///< what this command's own engine has to tell, from its first moment on
    void connectTo(const redis::RedisAddress &address);

    Home m_home;
    const Output &m_output;
    std::stop_source m_stop;
    std::optional<Error> m_trouble;
    QString m_face;
    std::unique_ptr<EngineHost> m_host;
    std::unique_ptr<redis::RedisClient> m_client;
    std::unique_ptr<control::ControlClient> m_control;
    std::unique_ptr<control::StateStore> m_store;
    bool m_attached = false;
};

} // namespace slipway::app
