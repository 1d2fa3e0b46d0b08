// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/database.h"

namespace slipway::forge {

/// Tables of the local forge. Issues and pull requests are rows of `items`, in one number space per repository.
/// Protected branches are not here: the bare repository's own file is the one place that says so.
[[nodiscard]] storage::Schema forgeSchema();

} // namespace slipway::forge
