// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/e2e/support/slipwayhome.h"

namespace slipway::test {

/// What a journey left behind, read from the forge's database, its git repository, the disk and the process table.
struct EndState {
    QStringList faults; ///< everything that an undisturbed journey would not show; empty is good
    QByteArray tree; ///< of the default branch: the same however often things were killed
};

/// For a home whose journey has ended and whose service was stopped.
[[nodiscard]] EndState endStateOf(const SlipwayHome &home);

} // namespace slipway::test
