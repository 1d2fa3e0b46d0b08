// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/processrunner.h"

namespace slipway::deploy {

/// A tunnel's UUID, not its name.
[[nodiscard]] bool isTunnelId(const QString &text);

/// Points a host name at a tunnel (`cloudflared tunnel route dns`), which may be said again and again. Engine thread.
class TunnelDns final {
public:
    TunnelDns(QString program, process::ProcessRunner &runner);
    /// `tunnel`: its UUID where it is known, as a name is ignored where a credentials file is set. Conflict if the host
    /// has a record that leads elsewhere; `overwrite` replaces it, whatever it is: only by a person's word. Invalid if
    /// the answer names another host (it is outside the certificate's zone) or another tunnel; `configPath` is the file
    /// to correct then.
    [[nodiscard]] Async<> route(QString tunnel, QString host, bool overwrite, QString configPath);

private:
    QString m_program;
    process::ProcessRunner &m_runner;
};

} // namespace slipway::deploy
