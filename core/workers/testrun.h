// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/processrunner.h"

namespace slipway::workers {

/// How a project's own test command is run, wherever that is: by the shell, in its folder, in the sandbox. Pure, any thread.
[[nodiscard]] process::ProcessSpec testSpec(const QString &command, const QString &folder,
                                            const process::SandboxProfile &profile, std::chrono::milliseconds timeout);

} // namespace slipway::workers
