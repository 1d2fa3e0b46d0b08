// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/net/timing.h"

#include <QTimeZone>

#include <atomic>

namespace slipway::test {

/// Time in which waiting is instant: a sleep moves the clock on by its length. Any thread.
class TurboTiming final : public net::Timing {
public:
    [[nodiscard]] QDateTime now() const override { return QDateTime::fromMSecsSinceEpoch(m_ms, QTimeZone::UTC); }
    [[nodiscard]] Async<> sleep(std::chrono::milliseconds duration, std::stop_token stop) const override
    {
        m_ms += duration.count();
        return base::sleepFor(std::chrono::milliseconds(0), std::move(stop));
    }
    void advance(std::chrono::milliseconds by) { m_ms += by.count(); }

private:
    mutable std::atomic<qint64> m_ms = 1'769'860'800'000; // 2026-01-31T12:00:00Z
};

} // namespace slipway::test
