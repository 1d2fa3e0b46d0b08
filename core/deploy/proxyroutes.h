// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QString>

namespace slipway::deploy {

/// Where one project's requests go. Two server slots, so that a switch is: fill the idle one, then drain the other.
struct ProxyRoute {
    int publicPort = 0; ///< of port_allocations.json
    int innerPort = 0; ///< where the app listens
    bool second = false; ///< slot `b` serves, else `a`

    bool operator==(const ProxyRoute &) const = default;
};

/// `routes.json`: the proxy's whole truth, from which its configuration is made. Any thread.
struct ProxyRoutes {
    QMap<QString, ProxyRoute> projects;
    int generation = 0; ///< of the configuration that was loaded last

    [[nodiscard]] static ProxyRoutes load(const QString &path); ///< empty if there is none or it is damaged
    [[nodiscard]] Result<> save(const QString &path) const;
    /// The configuration for HAProxy 2.4 and newer.
    [[nodiscard]] QByteArray haproxyConfig(const QString &socketPath, bool dropRoot) const;
};

} // namespace slipway::deploy
