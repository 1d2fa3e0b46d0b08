// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

namespace slipway::deploy {

struct TunnelSettings {
    QString domain; ///< empty: loopback only; `trycloudflare.com`: a quick tunnel for each project, without an account
    QString tunnel; ///< name or UUID; empty: the one that the configuration names
    QString program; ///< cloudflared
    QString configPath; ///< config.yml
    QString folder; ///< `<state>/deploy/.tunnel`: our connectors, and what is published
    QString selfPath; ///< this executable, which knows `internal-supervise`
    std::chrono::milliseconds readyPatience { 30000 }; ///< until a connector reached Cloudflare's edge

    [[nodiscard]] bool isOn() const { return !domain.isEmpty(); }
    [[nodiscard]] bool isQuick() const { return domain == QLatin1String("trycloudflare.com"); }
};

} // namespace slipway::deploy
