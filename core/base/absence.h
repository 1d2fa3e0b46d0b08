// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>

namespace slipway::base {

/// Time since the machine started, its sleep included (CLOCK_BOOTTIME); nobody can set it. Any thread.
[[nodiscard]] std::chrono::milliseconds bootTime();

/// Notices that a wait was not like others: the machine slept, the process was stopped or starved, or somebody set the wall
/// clock. What the rest of us was to do meanwhile (heartbeats, renewals) is late then through no fault of its own. One thread.
class AbsenceWatch final {
public:
    struct Times {
        std::chrono::milliseconds boot { 0 }; ///< bootTime()
        std::chrono::milliseconds wall { 0 };
    };
    using Source = std::function<Times()>;

    explicit AbsenceWatch(std::chrono::milliseconds tolerance, Source source = machineTimes);
    /// A wait begins.
    void begin();
    /// It has ended, and was to take `asked`. True if it took longer by more than the tolerance, or if wall clock and boot
    /// time have gone apart by more than that.
    [[nodiscard]] bool wasAway(std::chrono::milliseconds asked) const;

    [[nodiscard]] static Times machineTimes();

private:
    std::chrono::milliseconds m_tolerance;
    Source m_source;
    Times m_begun;
};

} // namespace slipway::base
