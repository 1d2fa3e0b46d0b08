// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace slipway::deploy {

/// A short id (six hexadecimal digits) that tells one home's containers, images and volumes in a shared engine from
/// another's. Made once, kept in `<stateFolder>/home.json`; it stays when the home is moved, and a copied home gets its
/// own. Any thread, any process.
[[nodiscard]] Result<QString> homeIdOf(const QString &stateFolder);

} // namespace slipway::deploy
