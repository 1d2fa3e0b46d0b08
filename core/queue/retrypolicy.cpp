// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue/retrypolicy.h"

namespace slipway::queue {

using domain::FailureClass;

RetryPolicy::Delay RetryPolicy::delayFor(FailureClass failure, Duration retryAfter) const
{
    if (retryAfter.count() > 0)
        return { retryAfter, retryAfter };
    const auto scaled = [this](Duration first, Duration longest) {
        return Delay { Duration(qint64(double(first.count()) * scale)),
                       Duration(qint64(double(longest.count()) * scale)) };
    };
    switch (failure) {
    case FailureClass::LeaseLost:
        return {};
    case FailureClass::Stalled:
    case FailureClass::Timeout:
        return scaled(stalled, stalled);
    case FailureClass::RateLimited:
        return scaled(rateLimited, cap);
    case FailureClass::UsageLimit:
        return scaled(usageLimit, usageLimitCap);
    default:
        return scaled(base, cap);
    }
}

} // namespace slipway::queue
