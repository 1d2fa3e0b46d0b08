// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/streamconsumer.h"
#include "tests/support/asynctest.h"
#include "tests/support/redisfixture.h"
#include "tests/support/testmain.h"

#include <QTest>

using namespace slipway;
using namespace std::chrono_literals;
using control::StreamConsumer;
using test::await;

namespace {

const QByteArray stream = "test:stream";

/// A Redis with a consumer that counts what it was given.
struct Bench {
    Bench()
        : address(*redis::RedisAddress::parse(redis.url()))
        , client(address)
    {
    }

    void add(int number)
    {
        const QList<QByteArray> append { "XADD", stream, "*", "n", QByteArray::number(number) };
        QVERIFY_RESULT(await(client.command(append)));
    }

    /// Delivered to the engine's consumer, as a reply that its connection then lost.
    void deliver(int count)
    {
        const QList<QByteArray> group { "XGROUP", "CREATE", stream, "engine", "0", "MKSTREAM" };
        [[maybe_unused]] const auto made = await(client.command(group));
        const QList<QByteArray> read { "XREADGROUP", "GROUP", "engine", "leader", "COUNT", QByteArray::number(count),
                                       "STREAMS",    stream,  ">" };
        QVERIFY_RESULT(await(client.command(read)));
    }

    std::unique_ptr<StreamConsumer> consumer()
    {
        return std::make_unique<StreamConsumer>(
            address, QList<QByteArray> { stream },
            [this](QByteArray, StreamConsumer::Fields fields) { return handle(std::move(fields)); });
    }

    QCoro::Task<> handle(StreamConsumer::Fields fields)
    {
        ++seen[fields.value("n").toInt()];
        co_return;
    }

    [[nodiscard]] int length()
    {
        const QList<QByteArray> size { "XLEN", stream };
        const auto reply = await(client.command(size));
        return reply ? int(reply->integer) : -1;
    }

    test::RedisFixture redis;
    redis::RedisAddress address;
    redis::RedisClient client;
    QMap<int, int> seen;
};

} // namespace

/// Each entry is handled, whatever happens to the connection or the engine that it was delivered to.
class TstStreamConsumer final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void handlesAndDeletes();
    void takesUpMoreThanOnePageOfAnotherEngine();
    void takesUpWhatALostReplyHeld();
    void goesOnAfterAnEmptyRestart();
};

void TstStreamConsumer::handlesAndDeletes()
{
    Bench bench;
    const auto consumer = bench.consumer();
    QVERIFY_RESULT(await(consumer->start()));
    for (int i = 0; i < 10; ++i)
        bench.add(i);
    QTRY_COMPARE(bench.seen.size(), 10);
    QTRY_COMPARE(bench.length(), 0);
    await(consumer->stop());
    for (const int times : std::as_const(bench.seen))
        QCOMPARE(times, 1);
}

void TstStreamConsumer::takesUpMoreThanOnePageOfAnotherEngine()
{
    Bench bench;
    constexpr int count = 300;
    for (int i = 0; i < count; ++i)
        bench.add(i);
    bench.deliver(count);
    const auto consumer = bench.consumer();
    QVERIFY_RESULT(await(consumer->start()));
    QTRY_COMPARE(bench.seen.size(), count);
    QTRY_COMPARE(bench.length(), 0);
    await(consumer->stop());
}

void TstStreamConsumer::takesUpWhatALostReplyHeld()
{
    Bench bench;
    const auto consumer = bench.consumer();
    QVERIFY_RESULT(await(consumer->start()));
    bench.add(1);
    QTRY_COMPARE(bench.seen.size(), 1);
    // Nobody else may read these: a reader that waits would be given them in time.
    const QList<QByteArray> hold { "MULTI" };
    QVERIFY_RESULT(await(bench.client.command(hold)));
    const QList<QByteArray> append { "XADD", stream, "*", "n", "2" };
    QVERIFY_RESULT(await(bench.client.command(append)));
    const QList<QByteArray> take { "XREADGROUP", "GROUP", "engine", "leader", "STREAMS", stream, ">" };
    QVERIFY_RESULT(await(bench.client.command(take)));
    const QList<QByteArray> cut { "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes" };
    QVERIFY_RESULT(await(bench.client.command(cut)));
    const QList<QByteArray> release { "EXEC" };
    QVERIFY_RESULT(await(bench.client.command(release)));
    QTRY_VERIFY_WITH_TIMEOUT(bench.seen.contains(2), 15000);
    QTRY_COMPARE(bench.length(), 0);
    await(consumer->stop());
    QCOMPARE(bench.seen.value(1), 1);
    QCOMPARE(bench.seen.value(2), 1);
}

void TstStreamConsumer::goesOnAfterAnEmptyRestart()
{
    Bench bench;
    const auto consumer = bench.consumer();
    QVERIFY_RESULT(await(consumer->start()));
    bench.add(1);
    QTRY_COMPARE(bench.seen.size(), 1);
    const QList<QByteArray> flush { "FLUSHALL" };
    QVERIFY_RESULT(await(bench.client.command(flush)));
    bench.add(2);
    QTRY_VERIFY_WITH_TIMEOUT(bench.seen.contains(2), 15000);
    await(consumer->stop());
}

SLIPWAY_TEST(TstStreamConsumer)
#include "tst_streamconsumer.moc"
