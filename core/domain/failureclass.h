// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace slipway::domain {

/// Why a run failed. The class decides between retry, wait, pause and a person; only the adapter that met the failure
/// may choose it.
enum class FailureClass {
    None,
    AgentError,
    TestsFailed,
    NoChanges,
    Conflict,
    RateLimited,
    UsageLimit,
    Auth,
    ForgeUnavailable,
    Timeout,
    Stalled,
    LeaseLost,
    Cancelled,
    Budget,
    Sandbox,
    SetupFailed,
    Internal,
};

[[nodiscard]] QString toString(FailureClass value); ///< `agent_error` …; empty for None
[[nodiscard]] FailureClass failureClassFromString(const QString &name);
/// Tried again by itself (within the task's attempts).
[[nodiscard]] bool isRetryable(FailureClass value);
/// Waiting for this does not use up an attempt.
[[nodiscard]] bool consumesAttempt(FailureClass value);

} // namespace slipway::domain
