// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace slipway::deploy {

/// Removes a folder with all that is in it; what cannot be removed is logged. Symbolic links are not followed. Any thread.
void removeTree(const QString &folder);

} // namespace slipway::deploy
