// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace slipway::net {

/// How often and after how long something that failed in passing is tried again: doubling, bounded, with jitter so that
/// many clients do not come back at once. Value type.
struct RetryPolicy {
    int attempts = 5; ///< in all
    std::chrono::milliseconds first { 1000 };
    std::chrono::milliseconds longest { 30'000 };

    /// Wait before attempt `next` (2 is the first repetition); `jitter` from 0 to 1 shortens it by up to a quarter.
    [[nodiscard]] std::chrono::milliseconds delayBefore(int next, double jitter) const;
    [[nodiscard]] bool mayRetry(int attemptsMade) const { return attemptsMade < attempts; }
};

} // namespace slipway::net
