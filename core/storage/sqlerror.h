// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

class QSqlError;

namespace slipway::storage {

/// What SQLite said, as an Error: Exhausted for a full disk, Unavailable for a file that somebody else holds, Denied for
/// one that cannot be opened or written, Invalid for one that is damaged, Conflict for a broken constraint, else Internal.
[[nodiscard]] Error errorOf(const QSqlError &error, const QString &path);

} // namespace slipway::storage
