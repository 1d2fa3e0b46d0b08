// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace slipway::deploy {

/// Of a port on this machine; not localhost, which may be tried as ::1 first.
[[nodiscard]] inline QString loopbackUrl(int port)
{
    return QStringLiteral("http://127.0.0.1:%1").arg(port);
}

} // namespace slipway::deploy
