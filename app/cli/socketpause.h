// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>

#include <optional>

namespace slipway::app {

/// The global pause through the engine's own socket, for when its Redis does not answer (or `anyway`): what the engine said,
/// with its `pid` and `via`. Nothing if Redis answers, or no engine does: then the usual way does it, or says what is wrong.
[[nodiscard]] Async<std::optional<QJsonObject>> pauseBySocket(QString socket, QString face, bool anyway);

/// The sentence about it for a person.
[[nodiscard]] QString socketPauseText(const QJsonObject &answer);

} // namespace slipway::app
