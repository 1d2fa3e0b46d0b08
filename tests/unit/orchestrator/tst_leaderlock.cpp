// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/leaderlock.h"
#include "tests/support/asynctest.h"
#include "tests/support/redisfixture.h"
#include "tests/support/testmain.h"

#include <QSignalSpy>

using namespace slipway;
using namespace std::chrono_literals;
using orchestrator::LeaderLock;
using test::await;

/// One leader a Redis, who knows when it may no longer be one.
class TstLeaderLock final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void secondIsRefused();
    void sleeperMayNotWriteUntilItHasMadeSure();
    void deposedOneWritesNothing();
    void lostLeadOfNobodyIsTakenAgain();

private:
    [[nodiscard]] LeaderLock lockOf(const char *name) const;
    void set(const QByteArray &leader);

    std::unique_ptr<test::RedisFixture> m_server;
    std::unique_ptr<redis::RedisClient> m_client;
    queue::Keys m_keys;
    std::chrono::milliseconds m_slept { 0 };
};

void TstLeaderLock::initTestCase()
{
    if (!test::RedisFixture::isAvailable())
        QSKIP("redis-server is not installed");
}

void TstLeaderLock::init()
{
    m_client.reset();
    m_server = std::make_unique<test::RedisFixture>();
    m_client = std::make_unique<redis::RedisClient>(*redis::RedisAddress::parse(m_server->url()));
    m_slept = 0ms;
}

LeaderLock TstLeaderLock::lockOf(const char *name) const
{
    return LeaderLock(*redis::RedisAddress::parse(m_server->url()), m_keys, QString::fromLatin1(name),
                      [this] { return base::bootTime() + m_slept; });
}

void TstLeaderLock::set(const QByteArray &leader)
{
    QList<QByteArray> command { "SET", m_keys.leader(), leader };
    if (leader.isEmpty())
        command = { "DEL", m_keys.leader() };
    QVERIFY_RESULT(await(m_client->command(command)));
}

void TstLeaderLock::secondIsRefused()
{
    auto first = lockOf("box:1"), second = lockOf("box:2");
    QVERIFY(!first.check());
    QVERIFY_RESULT(await(first.acquire(false)));
    QVERIFY_RESULT(first.check());
    const auto refused = await(second.acquire(false));
    QVERIFY(!refused);
    QVERIFY(refused.error().message.contains(QLatin1String("box:1")));
    QVERIFY(!second.check());
    await(first.release());
    QVERIFY(!first.check());
    QVERIFY_RESULT(await(second.acquire(false)));
    await(second.release());
}

void TstLeaderLock::sleeperMayNotWriteUntilItHasMadeSure()
{
    auto lock = lockOf("box:1");
    QVERIFY_RESULT(await(lock.acquire(false)));
    m_client->setGuard([&lock] { return lock.check(); });
    connect(&lock, &LeaderLock::confirmed, m_client.get(), [this] { m_client->sendWaiting(); });
    QSignalSpy confirmed(&lock, &LeaderLock::confirmed);
    m_slept += 1h;
    QCOMPARE(base::toString(lock.check().error().code), base::toString(ErrorCode::Unavailable));
    // Sent when the next renewal has shown that nobody else leads, and not before.
    const auto written = await(m_client->command({ "SET", "effect", "1" }));
    QVERIFY_RESULT(written);
    QCOMPARE(confirmed.size(), 1);
    QVERIFY_RESULT(lock.check());
    await(lock.release());
}

void TstLeaderLock::deposedOneWritesNothing()
{
    auto lock = lockOf("box:1");
    QVERIFY_RESULT(await(lock.acquire(false)));
    redis::RedisClient guarded(*redis::RedisAddress::parse(m_server->url()));
    guarded.setGuard([&lock] { return lock.check(); });
    QSignalSpy lost(&lock, &LeaderLock::lost);
    m_slept += 1h;
    set("elsewhere:7");
    const auto written = await(guarded.command({ "SET", "effect", "1" }, 5s));
    QVERIFY(!written);
    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(lost.first().first().toString(), QStringLiteral("elsewhere:7"));
    const auto later = await(guarded.command({ "SET", "effect", "1" }));
    QCOMPARE(base::toString(later.error().code), base::toString(ErrorCode::Conflict));
    const auto effect = await(m_client->command({ "EXISTS", "effect" }));
    QVERIFY_RESULT(effect);
    QCOMPARE(effect->integer, 0);
    await(lock.release());
    const auto leader = await(m_client->command({ "GET", m_keys.leader() }));
    QCOMPARE(leader->string, QByteArray("elsewhere:7")); // not ours to let go
}

void TstLeaderLock::lostLeadOfNobodyIsTakenAgain()
{
    auto lock = lockOf("box:1");
    QVERIFY_RESULT(await(lock.acquire(false)));
    m_slept += 1h;
    set({}); // run out
    QTRY_VERIFY(lock.check().has_value());
    const auto leader = await(m_client->command({ "GET", m_keys.leader() }));
    QCOMPARE(leader->string, QByteArray("box:1"));
    await(lock.release());
}

SLIPWAY_TEST(TstLeaderLock)
#include "tst_leaderlock.moc"
