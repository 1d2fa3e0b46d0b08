// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <chrono>
#include <stop_token>

namespace slipway::net {

/// Time and waiting in one, so that a test can let an hour pass at once. Any thread.
class Timing : public base::Clock {
public:
    /// Suspends for `duration`; Cancelled when stop is requested.
    [[nodiscard]] virtual Async<> sleep(std::chrono::milliseconds duration, std::stop_token stop) const = 0;
};

/// The machine's clock and real waiting.
class SystemTiming final : public Timing {
public:
    [[nodiscard]] QDateTime now() const override { return QDateTime::currentDateTimeUtc(); }
    [[nodiscard]] Async<> sleep(std::chrono::milliseconds duration, std::stop_token stop) const override;
};

} // namespace slipway::net
