// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>

namespace slipway::domain {

enum class DeployState { None, Building, Starting, Live, Failed, RolledBack };

[[nodiscard]] QString toString(DeployState state); ///< `none`, `building`, …, `rolled_back`
[[nodiscard]] DeployState deployStateFromString(const QString &name);

/// One deployment of one commit. Kept in `.project_metadata.json` under `deployments`.
struct Deployment {
    QString id; ///< `d1`, `d2`, … per project
    DeployState state = DeployState::None;
    QString runtime; ///< `docker`, `podman`, `process`
    QString url;
    int port = 0;
    QString image; ///< image id; for the process runtime the release folder
    QString commit;
    QDateTime createdAt;
    QString error; ///< one line, with what to do, when it failed
    QString reach {}; ///< who can reach it, in one sentence; empty until it is live
};

[[nodiscard]] QJsonObject toJson(const Deployment &deployment);
[[nodiscard]] Deployment deploymentFromJson(const QJsonObject &json);

} // namespace slipway::domain
