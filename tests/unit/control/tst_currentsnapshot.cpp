// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/control/currentsnapshot.h"
#include "tests/support/asynctest.h"
#include "tests/support/redisfixture.h"
#include "tests/support/testmain.h"

using namespace slipway;
using test::await;

namespace {

domain::GateView gate(const char *id)
{
    domain::GateView view;
    view.id = QString::fromLatin1(id);
    view.kind = QStringLiteral("plan");
    return view;
}

} // namespace

class TstCurrentSnapshot final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void seesWhatCameAfterTheSnapshot();
    void emptyRedisGivesAnEmptyOne();

private:
    void publish(const char *type, const QJsonObject &data);
    std::unique_ptr<test::RedisFixture> m_server;
    std::unique_ptr<redis::RedisClient> m_client;
    queue::Keys m_keys;
};

void TstCurrentSnapshot::initTestCase()
{
    if (!test::RedisFixture::isAvailable())
        QSKIP("redis-server is not installed");
    m_server = std::make_unique<test::RedisFixture>();
    m_client = std::make_unique<redis::RedisClient>(*redis::RedisAddress::parse(m_server->url()));
}

void TstCurrentSnapshot::publish(const char *type, const QJsonObject &data)
{
    QVERIFY_RESULT(
        await(m_client->command({ "XADD", m_keys.events(), "*", "type", type, "data", base::compact(data) })));
}

void TstCurrentSnapshot::seesWhatCameAfterTheSnapshot()
{
    publish("gate", domain::toJson(gate("g0"))); // before the snapshot: in it, or no longer true
    const auto last = await(m_client->command({ "XREVRANGE", m_keys.events(), "+", "-", "COUNT", "1" }));
    QVERIFY_RESULT(last);
    domain::Snapshot written;
    written.gates = { gate("g1") };
    written.lastEvent = QString::fromLatin1(last->elements.first().elements.first().string);
    QVERIFY_RESULT(await(m_client->command({ "SET", m_keys.snapshot(), base::compact(domain::toJson(written)) })));
    publish("gate", domain::toJson(gate("g2")));
    publish("gate_closed", { { QStringLiteral("id"), QStringLiteral("g1") } });
    const auto now = await(control::currentSnapshot(m_client.get(), m_keys));
    QVERIFY_RESULT(now);
    QCOMPARE(now->gates.size(), 1);
    QCOMPARE(now->gates.first().id, QStringLiteral("g2"));
}

void TstCurrentSnapshot::emptyRedisGivesAnEmptyOne()
{
    QVERIFY_RESULT(await(m_client->command({ "FLUSHALL" })));
    const auto now = await(control::currentSnapshot(m_client.get(), m_keys));
    QVERIFY_RESULT(now);
    QVERIFY(now->gates.isEmpty());
    QVERIFY(now->projects.isEmpty());
}

SLIPWAY_TEST(TstCurrentSnapshot)
#include "tst_currentsnapshot.moc"
