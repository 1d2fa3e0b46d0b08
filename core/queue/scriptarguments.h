// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonArray>
#include <QList>

#include <chrono>

namespace slipway::queue {

// Values as the scripts take them, for the sources of this folder. Pure, any thread.

[[nodiscard]] QJsonArray typeNames(); ///< of all agent types
[[nodiscard]] QJsonArray jsonOf(const QList<int> &numbers);
[[nodiscard]] double ms(std::chrono::milliseconds duration);
/// Invalid for what cannot be the number of an issue. A closed number is a bit in Redis, so there is an end to them.
[[nodiscard]] Result<> checkNumbers(const QList<int> &numbers);

} // namespace slipway::queue
