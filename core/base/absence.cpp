// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/absence.h"

#include <ctime>

namespace slipway::base {

using std::chrono::milliseconds;

namespace {
milliseconds read(clockid_t clock)
{
    timespec now {};
    ::clock_gettime(clock, &now);
    return milliseconds(qint64(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000);
}
} // namespace

milliseconds bootTime()
{
    return read(CLOCK_BOOTTIME);
}

AbsenceWatch::AbsenceWatch(milliseconds tolerance, Source source)
    : m_tolerance(tolerance)
    , m_source(std::move(source))
    , m_begun(m_source())
{
}

AbsenceWatch::Times AbsenceWatch::machineTimes()
{
    return { bootTime(), read(CLOCK_REALTIME) };
}

void AbsenceWatch::begin()
{
    m_begun = m_source();
}

bool AbsenceWatch::wasAway(milliseconds asked) const
{
    const Times now = m_source();
    const auto passed = now.boot - m_begun.boot;
    const auto apart = (now.wall - m_begun.wall) - passed;
    return passed > asked + m_tolerance || std::chrono::abs(apart) > m_tolerance;
}

} // namespace slipway::base
