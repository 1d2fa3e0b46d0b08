// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

namespace slipway::agents {

/// How an agent that a person named by a command line (`acp:PROGRAM ARGS`, `command:PROGRAM ARGS`) is started: in the
/// request's workspace, in a sandbox that sees it, what the request may read and the files named by full path among the
/// arguments, with the network. `command` is not empty. NotFound: there is no such program. Any thread.
[[nodiscard]] Result<process::ProcessSpec> programSpec(const QStringList &command, const AgentRequest &request);

/// What a person does about a program that is not there.
[[nodiscard]] QString installHint(const QString &program);

} // namespace slipway::agents
