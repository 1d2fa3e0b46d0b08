// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/failureclass.h"

#include <chrono>

namespace slipway::queue {

/// How long a failed task waits before it is tried again. A value; filled from the settings, defaults for production.
struct RetryPolicy {
    using Duration = std::chrono::milliseconds;
    Duration base { std::chrono::seconds(5) }; ///< doubled with every attempt …
    Duration cap { std::chrono::minutes(10) }; ///< … up to this
    Duration stalled { std::chrono::seconds(
        1) }; ///< after a stall or a timeout: the next run starts from scratch anyway
    Duration rateLimited { std::chrono::seconds(30) }; ///< when the answer named no time; doubled up to `cap`
    Duration usageLimit { std::chrono::minutes(5) }; ///< the same for a used-up plan; doubled up to `usageLimitCap`
    Duration usageLimitCap { std::chrono::hours(1) };
    double jitter = 0.2; ///< a delay is spread by this part of it to either side
    double scale = 1.0; ///< multiplies all of these; 0 for a journey without waiting
    Duration leaseSkew { 0 }; ///< a lease counts as expired this much later, for machines whose clocks differ

    /// First delay and longest delay, before jitter; in between it doubles.
    struct Delay {
        Duration base { 0 };
        Duration cap { 0 };
    };
    /// `retryAfter` is what the failing service asked for; it is kept to exactly and not scaled.
    [[nodiscard]] Delay delayFor(domain::FailureClass failure, Duration retryAfter) const;
};

} // namespace slipway::queue
