// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/leaderlock.h"

namespace slipway::orchestrator {

namespace {
constexpr auto lifetimeMs = "8000";
constexpr auto renewal = std::chrono::milliseconds(1000);
constexpr auto patience = std::chrono::milliseconds(1000); // trouble is shown within two seconds
// Compare and expire, compare and delete: the owner check and the write are one operation.
constexpr auto renewScript = "local v = redis.call('GET', KEYS[1]) if v and v ~= ARGV[1] then return v end "
                             "redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) "
                             "return redis.call('EXISTS', KEYS[2]) == 1 and 1 or 2"; // 2: data is missing
constexpr auto releaseScript
    = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";
} // namespace

LeaderLock::LeaderLock(redis::RedisClient &client, queue::Keys keys, QString name, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_keys(std::move(keys))
    , m_name(name.toUtf8())
{
}

Async<> LeaderLock::acquire(bool takeOver)
{
    QList<QByteArray> set { "SET", m_keys.leader(), m_name, "PX", lifetimeMs };
    if (!takeOver)
        set << "NX";
    CO_TRY(const redis::Reply reply, co_await m_client.command(set));
    if (reply.isNil()) {
        const QList<QByteArray> who { "GET", m_keys.leader() };
        const auto leader = co_await m_client.command(who);
        co_return fail(ErrorCode::Conflict,
                       QStringLiteral("Another engine leads on this Redis: %1")
                           .arg(leader ? QString::fromUtf8(leader->string) : QString()),
                       QStringLiteral("Stop it first, or use `slipway --worker` on this machine"));
    }
    m_scope.start(renew(), "leader lock");
    co_return Result<> {};
}

QCoro::Task<> LeaderLock::renew()
{
    const auto stop = m_scope.stopToken();
    const QList<QByteArray> extend { "EVAL", renewScript, "2", m_keys.leader(), m_keys.complete(), m_name, lifetimeMs };
    while (true) {
        const auto waited = co_await base::sleepFor(renewal, stop);
        if (!waited)
            co_return;
        const auto reply = co_await m_client.command(extend, patience, stop);
        if (stop.stop_requested())
            co_return;
        judge(reply);
        if (reply && reply->integer == 2)
            Q_EMIT storeEmptied();
        if (reply && reply->kind == redis::Reply::Kind::String) {
            Q_EMIT lost(QString::fromUtf8(reply->string));
            co_return;
        }
    }
}

void LeaderLock::judge(const Result<redis::Reply> &renewal)
{
    if (renewal) {
        m_late = 0;
        if (std::exchange(m_troubled, false))
            Q_EMIT storeRecovered();
        return;
    }
    // One late answer is a busy machine, not a trouble.
    if (renewal.error().code == ErrorCode::Timeout && ++m_late < 2)
        return;
    if (!std::exchange(m_troubled, true))
        Q_EMIT storeTroubled(renewal.error());
}

QCoro::Task<> LeaderLock::release()
{
    co_await m_scope.drain();
    const QList<QByteArray> drop { "EVAL", releaseScript, "1", m_keys.leader(), m_name };
    const auto dropped = co_await m_client.command(drop, std::chrono::seconds(2));
    Q_UNUSED(dropped)
}

} // namespace slipway::orchestrator
