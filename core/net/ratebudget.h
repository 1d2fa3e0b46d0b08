// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"

#include <QMap>

#include <deque>
#include <mutex>

namespace slipway::net {

/// What a request costs its server: reading, changing something, or making something that people are told about.
enum class RequestKind { Read, Write, Create };

/// The manners that GitHub documents (and some that it does not: bursts of issues are punished earlier).
struct BudgetLimits {
    std::chrono::milliseconds writeGap { 1000 }; ///< between two changing requests
    std::chrono::milliseconds createGap { 2000 }; ///< between two that make content
    int createsPerMinute = 30;
    int createsPerHour = 450;
    int pointsPerMinute = 800; ///< a read costs 1, a write 5
    std::chrono::milliseconds shortestPenalty { 60'000 }; ///< after a secondary limit that names no time
};

/// For faces and for PollPace.
struct BudgetState {
    int limit = -1, remaining = -1; ///< of the primary limit; -1: not known yet
    QDateTime resetAt; ///< in our clock
    std::chrono::milliseconds wait { 0 }; ///< nothing may be sent for so long
    int countedLastHour = 0; ///< requests that cost something
    int freeLastHour = 0; ///< answered from the cache (304)
};

/// The one budget of an account, shared by all threads and projects: primary limit with its reset, secondary limit with
/// its `retry-after`, the pause between writes. It never waits itself: reserve() says how long to. Any thread.
class RateBudget final {
public:
    explicit RateBudget(BudgetLimits limits = {});

    /// Zero: send now, it is booked. Else nothing is booked: wait so long, then ask again.
    [[nodiscard]] std::chrono::milliseconds reserve(RequestKind kind, const QByteArray &resource, qint64 nowMs);

    enum class Limit { None, Primary, Secondary };
    /// Takes note of an answer's headers. Says whether it was refused for a limit; then reserve() makes everybody wait.
    /// A refused request was not carried out and may be sent again.
    Limit note(const HttpAnswer &answer, qint64 nowMs);

    [[nodiscard]] BudgetState state(qint64 nowMs) const;

private:
    struct Window {
        int limit = -1, remaining = -1;
        qint64 resetMs = 0; // in our clock
    };
    struct Hour {
        qint64 minute = 0;
        int counted = 0, free = 0;
    };

    [[nodiscard]] qint64 pauseFor(RequestKind kind, qint64 nowMs) const;
    void book(RequestKind kind, qint64 nowMs);
    void count(bool free, qint64 nowMs);
    void readWindow(const HttpAnswer &answer, qint64 nowMs);
    void forgetOld(qint64 nowMs);

    const BudgetLimits m_limits;
    mutable std::mutex m_mutex;
    QMap<QByteArray, Window> m_windows; // by x-ratelimit-resource
    qint64 m_blockedUntil = 0;
    int m_strikes = 0; // secondary limits in a row
    qint64 m_lastWrite = 0, m_lastCreate = 0;
    std::deque<qint64> m_creates; // of the last hour
    std::deque<std::pair<qint64, int>> m_points; // of the last minute
    std::deque<Hour> m_hour;
};

} // namespace slipway::net
