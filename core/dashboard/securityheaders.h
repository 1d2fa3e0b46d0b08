// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace slipway::dashboard {

/// What every answer carries: only our own scripts and styles, nothing inline, no frames, no referrer, nothing cached.
[[nodiscard]] const QList<std::pair<QByteArray, QByteArray>> &securityHeaders();

} // namespace slipway::dashboard
