// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/processrunner.h"

namespace slipway::forge {

/// Removes a folder with everything in it, in a child process: a dependency tree has tens of thousands of files and must
/// not hold up the event loop. Read-only folders inside are made writable first if need be. Gone already is fine.
[[nodiscard]] Async<> removeTree(process::ProcessRunner &runner, QString path);

} // namespace slipway::forge
