// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/planningrun.h"

#include "core/agents/roles/role.h"

namespace slipway::planning {

namespace {

using domain::FailureClass;

ErrorCode codeOf(FailureClass failure)
{
    switch (failure) {
    case FailureClass::Cancelled:
        return ErrorCode::Cancelled;
    case FailureClass::Timeout:
    case FailureClass::Stalled:
        return ErrorCode::Timeout;
    case FailureClass::Auth:
        return ErrorCode::Denied;
    case FailureClass::Budget:
        return ErrorCode::Exhausted;
    case FailureClass::RateLimited:
    case FailureClass::UsageLimit:
    case FailureClass::Sandbox:
    case FailureClass::SetupFailed:
        return ErrorCode::Unavailable;
    default:
        return ErrorCode::Invalid;
    }
}

QString hintOf(FailureClass failure)
{
    switch (failure) {
    case FailureClass::Auth:
        return QStringLiteral("Sign in to the agent again, then retry");
    case FailureClass::UsageLimit:
        return QStringLiteral("Work goes on by itself when the account's limit is reset");
    case FailureClass::RateLimited:
        return QStringLiteral("The agent's service is busy or cannot be reached; try again in a few minutes");
    case FailureClass::Budget:
        return QStringLiteral("Raise the budget of this project and retry");
    case FailureClass::Sandbox:
        return QStringLiteral("Run \"slipway doctor\" to see what the sandbox lacks");
    default:
        return QStringLiteral("Look at the run's transcript, then retry");
    }
}

} // namespace

Result<agents::AgentRequest> requestFor(const PlanningContext &context, const QString &role, const QString &purpose)
{
    TRY(const agents::Role record, agents::roleByName(role));
    agents::AgentRequest request;
    request.project = context.project;
    request.idea = context.idea;
    request.role = role;
    request.purpose = purpose;
    request.workspace = context.workspace;
    request.readable = context.readable;
    request.systemPrompt = record.systemPrompt;
    request.limits = context.limits;
    request.extra = context.extra;
    return request;
}

Error errorOf(const agents::AgentResult &result, const QString &what)
{
    return { codeOf(result.failure), QStringLiteral("%1 failed: %2").arg(what, result.detail), hintOf(result.failure),
             domain::toString(result.failure) };
}

domain::FailureClass failureOf(const Error &error)
{
    return error.detail.isEmpty() ? FailureClass::Internal : domain::failureClassFromString(error.detail);
}

bool isOnlyBadAnswer(const agents::AgentResult &result)
{
    return result.failure == FailureClass::AgentError;
}

} // namespace slipway::planning
