// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QUrl>

namespace slipway::net {

/// The address with `rel="next"` of a Link header (RFC 8288), as it is written there; empty without one.
[[nodiscard]] QUrl nextPage(const QByteArray &linkHeader);

} // namespace slipway::net
