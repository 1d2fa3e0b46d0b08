// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/ratebudget.h"

#include <QTimeZone>

#include <numeric>

namespace slipway::net {

namespace {

constexpr qint64 minuteMs = 60'000;
constexpr qint64 hourMs = 60 * minuteMs;
constexpr qint64 resetMarginMs = 2000; // a second or two behind the announced time, both clocks being coarse

// The server's Date against ours: its reset times are in its clock, which may differ from this machine's.
qint64 skewOf(const HttpAnswer &answer, qint64 nowMs)
{
    QString text = QString::fromLatin1(answer.header("date"));
    text.replace(QLatin1String("GMT"), QLatin1String("+0000")); // what Qt understands
    const auto date = QDateTime::fromString(text, Qt::RFC2822Date);
    if (!date.isValid())
        return 0;
    const qint64 skew = date.toMSecsSinceEpoch() - nowMs;
    return qAbs(skew) < 2000 ? 0 : skew;
}

bool namesRateLimit(const QByteArray &body)
{
    const QByteArray text = body.left(4096).toLower();
    return text.contains("rate limit") || text.contains("temporarily blocked from content creation")
        || text.contains("abuse detection");
}

} // namespace

RateBudget::RateBudget(BudgetLimits limits)
    : m_limits(limits)
{
}

std::chrono::milliseconds RateBudget::reserve(RequestKind kind, const QByteArray &resource, qint64 nowMs)
{
    const std::lock_guard lock(m_mutex);
    forgetOld(nowMs);
    qint64 until = std::max(m_blockedUntil, pauseFor(kind, nowMs));
    const auto window = m_windows.constFind(resource);
    if (window != m_windows.cend() && window->remaining == 0)
        until = std::max(until, window->resetMs + resetMarginMs);
    if (until > nowMs)
        return std::chrono::milliseconds(until - nowMs);
    book(kind, nowMs);
    return {};
}

qint64 RateBudget::pauseFor(RequestKind kind, qint64 nowMs) const
{
    qint64 until = 0;
    const int cost = kind == RequestKind::Read ? 1 : 5;
    const int points = std::accumulate(m_points.begin(), m_points.end(), 0,
                                       [](int sum, const auto &entry) { return sum + entry.second; });
    if (points + cost > m_limits.pointsPerMinute && !m_points.empty())
        until = m_points.front().first + minuteMs;
    if (kind == RequestKind::Read)
        return until;
    until = std::max(until, m_lastWrite + m_limits.writeGap.count());
    if (kind == RequestKind::Write)
        return until;
    until = std::max(until, m_lastCreate + m_limits.createGap.count());
    const auto lastMinute = std::ranges::count_if(m_creates, [nowMs](qint64 time) { return time > nowMs - minuteMs; });
    if (lastMinute >= m_limits.createsPerMinute)
        until = std::max(until, m_creates.at(m_creates.size() - size_t(m_limits.createsPerMinute)) + minuteMs);
    if (qsizetype(m_creates.size()) >= m_limits.createsPerHour)
        until = std::max(until, m_creates.at(m_creates.size() - size_t(m_limits.createsPerHour)) + hourMs);
    return until;
}

void RateBudget::book(RequestKind kind, qint64 nowMs)
{
    m_points.emplace_back(nowMs, kind == RequestKind::Read ? 1 : 5);
    if (kind != RequestKind::Read)
        m_lastWrite = nowMs;
    if (kind == RequestKind::Create) {
        m_lastCreate = nowMs;
        m_creates.push_back(nowMs);
    }
}

void RateBudget::forgetOld(qint64 nowMs)
{
    while (!m_points.empty() && m_points.front().first <= nowMs - minuteMs)
        m_points.pop_front();
    while (!m_creates.empty() && m_creates.front() <= nowMs - hourMs)
        m_creates.pop_front();
    while (!m_hour.empty() && m_hour.front().minute <= nowMs / minuteMs - 60)
        m_hour.pop_front();
}

void RateBudget::count(bool free, qint64 nowMs)
{
    const qint64 minute = nowMs / minuteMs;
    if (m_hour.empty() || m_hour.back().minute != minute)
        m_hour.push_back({ minute, 0, 0 });
    ++(free ? m_hour.back().free : m_hour.back().counted);
}

void RateBudget::readWindow(const HttpAnswer &answer, qint64 nowMs)
{
    bool known = false, timed = false;
    const int remaining = answer.header("x-ratelimit-remaining").toInt(&known);
    const qint64 reset = answer.header("x-ratelimit-reset").toLongLong(&timed);
    if (!known || !timed)
        return;
    QByteArray resource = answer.header("x-ratelimit-resource");
    if (resource.isEmpty())
        resource = "core";
    const qint64 resetMs = reset * 1000 - skewOf(answer, nowMs);
    auto &window = m_windows[resource];
    // Answers overtake each other: within one window the smaller number is the newer one.
    const bool sameWindow = qAbs(resetMs - window.resetMs) < 5000 && window.remaining >= 0;
    window.remaining = sameWindow ? std::min(window.remaining, remaining) : remaining;
    window.resetMs = resetMs;
    window.limit = answer.header("x-ratelimit-limit").toInt();
}

RateBudget::Limit RateBudget::note(const HttpAnswer &answer, qint64 nowMs)
{
    const std::lock_guard lock(m_mutex);
    forgetOld(nowMs);
    if (answer.end != HttpEnd::Answered) {
        count(false, nowMs); // it may have arrived
        return Limit::None;
    }
    count(answer.status == 304, nowMs);
    readWindow(answer, nowMs);
    if (answer.status != 403 && answer.status != 429) {
        if (answer.status < 500)
            m_strikes = 0;
        return Limit::None;
    }
    bool seconds = false;
    const qint64 retryAfter = answer.header("retry-after").toLongLong(&seconds);
    if (seconds) {
        m_blockedUntil = std::max(m_blockedUntil, nowMs + retryAfter * 1000 + 500);
        return Limit::Secondary;
    }
    if (answer.header("x-ratelimit-remaining") == "0")
        return Limit::Primary;
    if (answer.status == 429 || namesRateLimit(answer.body)) {
        const qint64 penalty = m_limits.shortestPenalty.count() << std::min(m_strikes, 6);
        ++m_strikes;
        m_blockedUntil = std::max(m_blockedUntil, nowMs + penalty);
        return Limit::Secondary;
    }
    return Limit::None;
}

BudgetState RateBudget::state(qint64 nowMs) const
{
    const std::lock_guard lock(m_mutex);
    BudgetState state;
    qint64 until = m_blockedUntil;
    if (const auto core = m_windows.constFind("core"); core != m_windows.cend()) {
        state.limit = core->limit;
        state.remaining = core->remaining;
        state.resetAt = QDateTime::fromMSecsSinceEpoch(core->resetMs, QTimeZone::UTC);
        if (core->remaining == 0)
            until = std::max(until, core->resetMs + resetMarginMs);
        if (core->resetMs <= nowMs && core->remaining >= 0)
            state.remaining = core->limit; // the hour is over
    }
    state.wait = std::chrono::milliseconds(std::max<qint64>(0, until - nowMs));
    for (const Hour &hour : m_hour) {
        if (hour.minute > nowMs / minuteMs - 60) {
            state.countedLastHour += hour.counted;
            state.freeLastHour += hour.free;
        }
    }
    return state;
}

} // namespace slipway::net
