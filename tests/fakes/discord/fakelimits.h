// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fakes/github/httphost.h"

#include <QElapsedTimer>

#include <deque>

namespace slipway::test {

struct FakeLimitOptions {
    int messages = 5; ///< in a window, per channel
    int windowMs = 200;
    int global = 1000; ///< a second, over everything
};

/// Discord's limits: one bucket for each route and channel, one global limit.
class FakeLimits final {
public:
    explicit FakeLimits(FakeLimitOptions options);
    /// False: over the limit, `response` is the 429. Else the bucket's headers are put into `response`.
    [[nodiscard]] bool take(const QString &bucket, const QString &major, HostResponse *response);
    int refused = 0;

private:
    FakeLimitOptions m_options;
    QElapsedTimer m_clock;
    QHash<QString, std::deque<qint64>> m_windows;
};

} // namespace slipway::test
