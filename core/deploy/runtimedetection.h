// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/dockerruntime.h"
#include "core/deploy/processruntime.h"

#include <memory>

namespace slipway::deploy {

struct RuntimeSettings {
    QString runtime; ///< SLIPWAY_RUNTIME: `docker`, `podman`, `process`; empty: detected
    DockerSettings docker;
    ProcessRuntimeSettings process;
};

/// The runtime to deploy with, and why.
struct DetectedRuntime {
    std::unique_ptr<Runtime> runtime;
    QString reason; ///< one line for the screen and for `doctor`
};

/// Set explicitly: that one and no other, Unavailable or Denied (with what to do) if its engine does not answer. Not set:
/// Docker if it is installed, with the process runtime behind it for builds while its engine does not answer within 3 s
/// or the base image cannot be had (decided and said at each build); not installed: the process runtime. The runner has
/// to outlive what is returned.
[[nodiscard]] Async<DetectedRuntime> detectRuntime(RuntimeSettings settings, process::ProcessRunner *runner,
                                                   process::Sandbox sandbox);

} // namespace slipway::deploy
