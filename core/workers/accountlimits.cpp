// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workers/accountlimits.h"

namespace slipway::workers {

namespace {
// For an answer that names no reset time: look again then.
constexpr auto unknownReset = std::chrono::minutes(15);
// Only ever later: of two runs that meet the limit together the longer wait holds.
constexpr auto noteScript = "local known = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0') "
                            "if tonumber(ARGV[2]) > known then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end";
} // namespace

AccountLimits::AccountLimits(redis::RedisClient &client, queue::Keys keys, const base::Clock &clock)
    : m_client(client)
    , m_keys(std::move(keys))
    , m_clock(clock)
{
}

QCoro::Task<std::optional<QDateTime>> AccountLimits::until(QString agent)
{
    const QList<QByteArray> look { "HGET", m_keys.limits(), agent.toUtf8() };
    const auto known = co_await m_client.command(look);
    const qint64 ms = known ? known->string.toLongLong() : 0;
    if (ms <= m_clock.nowMs())
        co_return std::nullopt;
    co_return QDateTime::fromMSecsSinceEpoch(ms, QTimeZone::UTC);
}

QCoro::Task<> AccountLimits::note(QString agent, agents::AgentResult result)
{
    if (result.failure != domain::FailureClass::UsageLimit)
        co_return;
    const qint64 until = result.resumeAt.isValid() ? result.resumeAt.toMSecsSinceEpoch()
                                                   : m_clock.nowMs() + std::chrono::milliseconds(unknownReset).count();
    const QList<QByteArray> keep {
        "EVAL", noteScript, "1", m_keys.limits(), agent.toUtf8(), QByteArray::number(until)
    };
    const auto kept = co_await m_client.command(keep);
    Q_UNUSED(kept)
}

} // namespace slipway::workers
