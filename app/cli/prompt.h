// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace slipway::app {

/// Asks yes or no; nothing when stdin or stderr is no terminal, or at its end. Blocks: for commands only.
[[nodiscard]] std::optional<bool> askOnTerminal(const QString &question);

} // namespace slipway::app
