// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

#include <functional>
#include <stop_token>

namespace slipway::planning {

/// Runs one request with whatever agent, budget and transcript the caller chose. Ends once; failures are in the result.
using RunAgent = std::function<QCoro::Task<agents::AgentResult>(agents::AgentRequest)>;

/// What every planning step knows. `workspace` has to exist; text steps only read there.
struct PlanningContext {
    QString project;
    QString idea;
    QString workspace;
    QStringList readable; ///< see AgentRequest
    QString memory; ///< notes from the conversation memory, may be empty
    agents::AgentLimits limits;
    QJsonObject extra; ///< see AgentRequest: recipe, pace, model …
};

/// A request of this context with the role's system prompt and nothing else filled in.
[[nodiscard]] Result<agents::AgentRequest> requestFor(const PlanningContext &context, const QString &role,
                                                      const QString &purpose);

/// A failed run as an error: message for people, and the failure class kept so that failureOf() finds it again.
[[nodiscard]] Error errorOf(const agents::AgentResult &result, const QString &what);
/// The class of an error that errorOf() made; Internal for any other.
[[nodiscard]] domain::FailureClass failureOf(const Error &error);
/// True if asking the same agent again, or going on without this answer, makes sense: it did badly, nothing else is wrong.
[[nodiscard]] bool isOnlyBadAnswer(const agents::AgentResult &result);

} // namespace slipway::planning
