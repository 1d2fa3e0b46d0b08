// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/ratebudget.h"

namespace slipway::net {

/// How often to look at something that is polled: at the base interval while it changes, slower the longer nothing
/// happens, and slower again when the hour's budget runs low. One for each thing polled. Value type.
class PollPace final {
public:
    explicit PollPace(std::chrono::milliseconds base, std::chrono::milliseconds longest = std::chrono::minutes(5))
        : m_base(base)
        , m_longest(longest)
    {
    }

    /// After a poll: what it found, and what the budget says now. Gives the wait until the next one.
    [[nodiscard]] std::chrono::milliseconds next(bool changed, const BudgetState &budget);

private:
    std::chrono::milliseconds m_base, m_longest;
    int m_quiet = 0; // polls without a change
};

} // namespace slipway::net
