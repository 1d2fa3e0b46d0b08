// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

namespace slipway::agents {

/// How a CLI is found and told to a person.
struct CliFacts {
    QString title; ///< "Codex"
    QString path; ///< resolved program, empty if it was not found
    bool isSignedIn = false;
    QString installHint, signInHint;
};

/// Starts `<path> --version` (no model call, no network needed) and judges. Any thread.
[[nodiscard]] Async<AgentAvailability> detectCli(process::ProcessRunner &runner, CliFacts facts);

} // namespace slipway::agents
