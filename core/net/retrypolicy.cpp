// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/retrypolicy.h"

#include <algorithm>

namespace slipway::net {

std::chrono::milliseconds RetryPolicy::delayBefore(int next, double jitter) const
{
    const int doublings = std::clamp(next - 2, 0, 20);
    const auto full = std::min<std::chrono::milliseconds>(longest, first * (1LL << doublings));
    const double share = 1.0 - std::clamp(jitter, 0.0, 1.0) / 4;
    return std::chrono::milliseconds(static_cast<long long>(static_cast<double>(full.count()) * share));
}

} // namespace slipway::net
