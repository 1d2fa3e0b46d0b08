// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

namespace slipway::agents {

/// What an agent that asks for permission (ACP `session/request_permission`) is told.
struct AcpPermission {
    bool isAllowed = false;
    QString option; ///< id of the option to choose; empty: answer "cancelled"
    QString why; ///< for the transcript
};

/// Our own policy: the sandbox is the boundary, so what stays in the workspace is allowed, each time anew; changes outside of it
/// and, for requests that only write text, all changes and commands are refused. Pure function, any thread.
/// \param call the `toolCall` of the request, completed with what was said of it before
/// \param options the `options` of the request
[[nodiscard]] AcpPermission decidePermission(const AgentRequest &request, const QJsonObject &call,
                                             const QJsonArray &options);

} // namespace slipway::agents
