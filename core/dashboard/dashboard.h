// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/control/controlclient.h"
#include "core/control/statestore.h"

#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>

namespace slipway::dashboard {

struct DashboardSettings {
    QString host = QStringLiteral("127.0.0.1"); ///< address to listen on
    quint16 port = 8099; ///< 0 picks one
    QString readToken; ///< needed to read when `host` is not loopback
    QString controlToken; ///< opens POST; empty: every POST is 403
    QStringList names; ///< host names it is reached by beyond loopback (a reverse proxy's)
};

/// The small browser dashboard: project cards, a project's page, the status document, and with a control token the
/// deploy button. Reads the StateStore only; what it starts goes through control. Lives in the thread of both.
///
/// Routes: `GET /`, `GET /api/status`, `GET /api/status-fragment[?project=NAME]`, `GET /projects/{name}`,
/// `POST /projects/{name}/deploy`, `GET /static/…`, `GET /healthz`.
class Dashboard final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Dashboard)
public:
    /// Carries out a command; ControlClient::execute, or something else in a test.
    using Execute = std::function<Async<QJsonObject>(control::Command)>;

    Dashboard(control::StateStore &store, control::ControlClient &client, DashboardSettings settings,
              QObject *parent = nullptr);
    Dashboard(control::StateStore &store, Execute execute, DashboardSettings settings, QObject *parent = nullptr);
    ~Dashboard() override;

    /// Starts to listen and gives the address for people. Conflict if the port is taken (the caller decides whether that
    /// is a warning), Invalid for a foreign address, Denied if it is not loopback and there is no read token.
    [[nodiscard]] Result<QUrl> listen();
    /// Ends every connection and waits for commands in flight.
    [[nodiscard]] QCoro::Task<> stop();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace slipway::dashboard
