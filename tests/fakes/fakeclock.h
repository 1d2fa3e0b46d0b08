// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QTimeZone>

#include <chrono>

namespace slipway::test {

/// A clock that stands still until it is turned. Thread of the test.
class FakeClock final : public base::Clock {
public:
    [[nodiscard]] QDateTime now() const override { return QDateTime::fromMSecsSinceEpoch(m_ms, QTimeZone::UTC); }
    void advance(std::chrono::milliseconds by) { m_ms += by.count(); }

private:
    qint64 m_ms = 1'769'860'800'000; // 2026-01-31T12:00:00Z
};

} // namespace slipway::test
