// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

namespace slipway::domain {

/// What a run consumed. Money is 0 for subscription and replay runs.
struct Usage {
    double usd = 0;
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    int turns = 0;

    Usage &operator+=(const Usage &other)
    {
        usd += other.usd;
        inputTokens += other.inputTokens;
        outputTokens += other.outputTokens;
        turns += other.turns;
        return *this;
    }
    bool operator==(const Usage &) const = default;
};

} // namespace slipway::domain
