// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/processrunner.h"

namespace slipway::process {

/// Starts a process that outlives this program: in a session of its own, no parent-death signal, not part of any runner's
/// tree, stdin from /dev/null, stdout and stderr appended to `logPath`. Gives its process number. `timeout`, `grace`,
/// `input` and the output limits of the spec are ignored; a sandbox has to be wrapped before (and must not be told to die
/// with its parent). Unavailable if it cannot be started. Blocks for about a millisecond; any thread.
[[nodiscard]] Result<qint64> startDetached(const ProcessSpec &spec, const QString &logPath);

} // namespace slipway::process
