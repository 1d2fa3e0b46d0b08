// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/commandconsumer.h"
#include "core/control/controlclient.h"
#include "tests/support/asynctest.h"
#include "tests/support/redisfixture.h"
#include "tests/support/testmain.h"

#include <QTest>

using namespace slipway;
using namespace std::chrono_literals;
using control::Command;
using control::CommandConsumer;
using control::ControlClient;
using test::await;

namespace {

std::stop_source testIsOver; // ends what would never answer

Async<QJsonObject> answer(Command command)
{
    if (command.verb == QLatin1String("refuse"))
        co_return fail(ErrorCode::Denied, QStringLiteral("No"), QStringLiteral("Ask nicely"));
    if (command.verb == QLatin1String("never"))
        CO_CHECK(co_await base::sleepFor(10min, testIsOver.get_token()));
    co_return QJsonObject { { QStringLiteral("verb"), command.verb }, { QStringLiteral("actor"), command.actor } };
}

Async<QJsonObject> look(QString name, QJsonObject arguments)
{
    co_return QJsonObject { { QStringLiteral("query"), name }, { QStringLiteral("with"), arguments } };
}

struct Bench {
    Bench()
        : address(*redis::RedisAddress::parse(redis.url()))
        , client(address, keys)
    {
    }
    void lead()
    {
        redis::RedisClient other(address);
        const QList<QByteArray> set { "SET", keys.leader(), "test" };
        QVERIFY_RESULT(await(other.command(set)));
    }
    test::RedisFixture redis;
    redis::RedisAddress address;
    queue::Keys keys;
    ControlClient client;
};

} // namespace

/// What every face does: a command or query goes in, its own answer comes back, or a sentence that says why not.
class TstControlClient final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachGetsItsOwnAnswer();
    void errorsKeepClassAndHint();
    void withoutAnEngine();
    void givesUpInTime();
};

void TstControlClient::eachGetsItsOwnAnswer()
{
    Bench bench;
    bench.lead();
    CommandConsumer engine(bench.address, bench.keys, { answer, look });
    QVERIFY_RESULT(await(engine.start()));
    ControlClient second(bench.address, bench.keys);
    for (int i = 0; i < 20; ++i) {
        const QString verb = QStringLiteral("verb%1").arg(i);
        auto &face = i % 2 == 0 ? bench.client : second;
        const auto done = await(face.execute(control::makeCommand(QStringLiteral("cli"), verb)));
        QVERIFY_RESULT(done);
        QCOMPARE(done->value(QLatin1String("verb")).toString(), verb);
        const auto seen = await(face.query(verb, { { QStringLiteral("n"), i } }));
        QVERIFY_RESULT(seen);
        QCOMPARE(seen->value(QLatin1String("with")).toObject().value(QLatin1String("n")).toInt(), i);
    }
    await(engine.stop());
}

void TstControlClient::errorsKeepClassAndHint()
{
    Bench bench;
    bench.lead();
    CommandConsumer engine(bench.address, bench.keys, { answer, look });
    QVERIFY_RESULT(await(engine.start()));
    const auto refused
        = await(bench.client.execute(control::makeCommand(QStringLiteral("cli"), QStringLiteral("refuse"))));
    QVERIFY(!refused);
    QVERIFY(refused.error().code == ErrorCode::Denied);
    QCOMPARE(refused.error().hint, QStringLiteral("Ask nicely"));
    QVERIFY(refused.error().answered); // the engine's own word, so not "unreachable"
    await(engine.stop());
}

void TstControlClient::withoutAnEngine()
{
    Bench bench;
    const auto none = await(bench.client.execute(control::makeCommand(QStringLiteral("cli"), QStringLiteral("run"))));
    QVERIFY(!none);
    QVERIFY(none.error().code == ErrorCode::Unavailable);
    QVERIFY(none.error().message.contains(QLatin1String("No engine")));
    QVERIFY(!none.error().answered);
}

void TstControlClient::givesUpInTime()
{
    Bench bench;
    bench.lead();
    CommandConsumer engine(bench.address, bench.keys, { answer, look });
    QVERIFY_RESULT(await(engine.start()));
    const auto late
        = await(bench.client.execute(control::makeCommand(QStringLiteral("cli"), QStringLiteral("never")), 200ms));
    QVERIFY(!late);
    QVERIFY(late.error().code == ErrorCode::Unavailable);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = await(bench.client.execute(
        control::makeCommand(QStringLiteral("cli"), QStringLiteral("never")), 60s, stop.get_token()));
    QVERIFY(!stopped);
    QVERIFY(stopped.error().code == ErrorCode::Cancelled);
    testIsOver.request_stop();
    await(engine.stop());
}

SLIPWAY_TEST(TstControlClient)
#include "tst_controlclient.moc"
