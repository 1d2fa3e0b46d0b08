// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/leaderlock.h"

namespace slipway::orchestrator {

namespace {
constexpr std::chrono::milliseconds
    lifetime(6000); // and a second for a standby to come up: a hand-over takes under ten
constexpr std::chrono::milliseconds margin(500); // what we count on ends before what others see
constexpr auto renewal = std::chrono::milliseconds(1000);
constexpr auto patience = std::chrono::milliseconds(1000); // trouble is shown within two seconds
QByteArray lifetimeText()
{
    return QByteArray::number(qint64(lifetime.count()));
}

// Compare and expire, compare and delete: the owner check and the write are one operation.
constexpr auto renewScript = "local v = redis.call('GET', KEYS[1]) if v and v ~= ARGV[1] then return v end "
                             "redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) "
                             "return redis.call('EXISTS', KEYS[2]) == 1 and 1 or 2"; // 2: data is missing
constexpr auto releaseScript
    = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";
} // namespace

LeaderLock::LeaderLock(redis::RedisAddress address, queue::Keys keys, QString name, BootTime bootTime, QObject *parent)
    : QObject(parent)
    , m_client(std::move(address))
    , m_keys(std::move(keys))
    , m_name(name.toUtf8())
    , m_bootTime(std::move(bootTime))
{
}

Async<> LeaderLock::acquire(bool takeOver)
{
    const auto asked = m_bootTime();
    QList<QByteArray> set { "SET", m_keys.leader(), m_name, "PX", lifetimeText() };
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
    m_heldUntil = asked + lifetime - margin;
    m_scope.start(renew(), "leader lock");
    co_return Result<> {};
}

QCoro::Task<> LeaderLock::renew()
{
    const auto stop = m_scope.stopToken();
    const QList<QByteArray> extend { "EVAL", renewScript,   "2", m_keys.leader(), m_keys.complete(),
                                     m_name, lifetimeText() };
    while (true) {
        const auto waited = co_await base::sleepFor(renewal, stop);
        if (!waited)
            co_return;
        const auto asked = m_bootTime();
        const auto reply = co_await m_client.command(extend, patience, stop);
        if (stop.stop_requested())
            co_return;
        judge(reply);
        if (reply && reply->kind == redis::Reply::Kind::String) {
            m_lostTo = QString::fromUtf8(reply->string);
            Q_EMIT lost(m_lostTo);
            co_return;
        }
        if (reply)
            hold(asked);
        if (reply && reply->integer == 2)
            Q_EMIT storeEmptied();
    }
}

Result<> LeaderLock::check() const
{
    if (!m_lostTo.isEmpty())
        return fail(ErrorCode::Conflict, QStringLiteral("Another engine leads now: %1").arg(m_lostTo));
    if (m_bootTime() < m_heldUntil)
        return {};
    return fail(ErrorCode::Unavailable, QStringLiteral("This engine has to make sure first that it still leads"),
                QStringLiteral("It goes on by itself when Redis answers"));
}

void LeaderLock::hold(std::chrono::milliseconds asked)
{
    const bool wasHeld = check().has_value();
    // From when it was asked for: the answer may have been long on its way.
    m_heldUntil = asked + lifetime - margin;
    if (!wasHeld && check())
        Q_EMIT confirmed();
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
    m_heldUntil = {};
    const QList<QByteArray> drop { "EVAL", releaseScript, "1", m_keys.leader(), m_name };
    const auto dropped = co_await m_client.command(drop, std::chrono::seconds(2));
    Q_UNUSED(dropped)
}

} // namespace slipway::orchestrator
