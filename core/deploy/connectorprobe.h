// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/ingressrule.h"

#include <QJsonObject>

#include <optional>

namespace slipway::deploy {

/// A connector that somebody else runs (systemd, a person).
struct ForeignConnector {
    qint64 pid = 0; ///< 0: none
    QString configPath; ///< that it read at its start
    int metricsPort = 0; ///< as its command line says; 0: cloudflared's own choice
    bool byToken = false; ///< its rules come from Cloudflare's dashboard
    bool bySystemd = false;
};

/// Asks a connector's metrics server on this machine; what it answers is the only proof of what it has loaded. Engine
/// thread.
class ConnectorProbe final {
public:
    /// The JSON that it answers, also with a 503 (`/ready` before it is connected). Unavailable if nothing answers.
    [[nodiscard]] static Async<QJsonObject> ask(int metricsPort, QString path);
    /// Connections to Cloudflare's edge; 0 if nothing answers.
    [[nodiscard]] static QCoro::Task<int> connections(int metricsPort);
    /// The rules that it has loaded. Unsupported if they come from the dashboard, which makes config.yml void.
    [[nodiscard]] static Async<QList<IngressRule>> rules(int metricsPort);
    /// The port at which a connector of another owner can be asked; 0 if it cannot be found.
    [[nodiscard]] static QCoro::Task<int> portOf(ForeignConnector connector);
    /// A running `cloudflared tunnel … run` of this tunnel (name or UUID, as the configuration has them), or one whose
    /// tunnel cannot be told (a token's), but none that runs in `ownFolder`.
    [[nodiscard]] static ForeignConnector find(const QStringList &tunnel, const QString &defaultConfig,
                                               const QString &ownFolder);
};

} // namespace slipway::deploy
