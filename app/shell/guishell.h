// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/invocation.h"

namespace slipway::app {

/// `slipway` without a command: the desktop. Attaches to the engine of this home, or runs it. Gives the exit code.
[[nodiscard]] int runDesktop(int argc, char **argv, const Invocation &invocation);

} // namespace slipway::app
