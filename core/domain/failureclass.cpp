// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/failureclass.h"

#include <array>

namespace slipway::domain {

namespace {
constexpr std::array<const char *, 17> names {
    "",        "agent_error",       "tests_failed", "no_changes", "conflict",   "rate_limited", "usage_limit",
    "auth",    "forge_unavailable", "timeout",      "stalled",    "lease_lost", "cancelled",    "budget",
    "sandbox", "setup_failed",      "internal"
};
}

QString toString(FailureClass value)
{
    return QString::fromLatin1(names.at(static_cast<size_t>(value)));
}

FailureClass failureClassFromString(const QString &name)
{
    for (size_t i = 0; i < names.size(); ++i) {
        if (name == QLatin1String(names.at(i)))
            return static_cast<FailureClass>(i);
    }
    return FailureClass::Internal;
}

bool isRetryable(FailureClass value)
{
    switch (value) {
    case FailureClass::AgentError:
    case FailureClass::TestsFailed:
    case FailureClass::Conflict:
    case FailureClass::RateLimited:
    case FailureClass::UsageLimit:
    case FailureClass::ForgeUnavailable:
    case FailureClass::Timeout:
    case FailureClass::Stalled:
    case FailureClass::LeaseLost:
    case FailureClass::SetupFailed:
    case FailureClass::Internal:
        return true;
    case FailureClass::None:
    case FailureClass::NoChanges:
    case FailureClass::Auth:
    case FailureClass::Cancelled:
    case FailureClass::Budget:
    case FailureClass::Sandbox:
        return false;
    }
    return false;
}

bool consumesAttempt(FailureClass value)
{
    return value != FailureClass::RateLimited && value != FailureClass::UsageLimit
        && value != FailureClass::ForgeUnavailable && value != FailureClass::LeaseLost;
}

} // namespace slipway::domain
