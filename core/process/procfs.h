// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <sys/types.h>

namespace slipway::process {

/// The processes that /proc lists now. For a look now and then; ProcessTree has a faster one for ends of runs. Any thread.
[[nodiscard]] QList<pid_t> allProcesses();
/// `/proc/PID/NAME`; empty if it cannot be read.
[[nodiscard]] QByteArray processFile(pid_t pid, const char *name);
/// 0 if it is gone.
[[nodiscard]] pid_t parentOf(pid_t pid);

} // namespace slipway::process
