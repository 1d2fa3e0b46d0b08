// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/pollpace.h"

namespace slipway::net {

std::chrono::milliseconds PollPace::next(bool changed, const BudgetState &budget)
{
    m_quiet = changed ? 0 : m_quiet + 1;
    // Ten quiet polls at the base interval, then twice, then four times as long: five minutes of idling cost nothing,
    // and a run that takes an hour is not asked for 120 times.
    const int factor = m_quiet < 10 ? 1 : m_quiet < 20 ? 2 : 4;
    auto wait = std::min(m_base * factor, std::max(m_base, m_longest));
    if (budget.limit > 0 && budget.remaining >= 0) {
        const double left = static_cast<double>(budget.remaining) / budget.limit;
        if (left < 0.05)
            wait = std::max(wait, m_longest);
        else if (left < 0.2)
            wait *= 3;
    }
    return std::max(wait, budget.wait);
}

} // namespace slipway::net
