// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/deploy/runtime.h"
#include "core/domain/deployment.h"

#include <QList>

#include <optional>

namespace slipway::deploy {

/// What the Deployer remembers of a project: `<releases>/<project>/deployments.json`. It is written before a switch
/// begins and after it succeeded, so that a deploy which was killed in between is put right by the next one.
struct DeployRecord {
    domain::Deployment live; ///< the one that serves; id empty: none
    QList<domain::Deployment> kept; ///< releases that can be started again, oldest first; the live one is among them

    std::optional<DataPolicy> removal; ///< the service was to be removed while the engine that holds it was away

    [[nodiscard]] static DeployRecord load(const QString &path); ///< empty if there is none or it is damaged
    [[nodiscard]] Result<> save(const QString &path) const;
    [[nodiscard]] bool usesOnly(const QString &runtime) const;
    /// Puts the deployment at the end of `kept`, replacing an entry of the same id.
    void keep(const domain::Deployment &deployment);
};

} // namespace slipway::deploy
