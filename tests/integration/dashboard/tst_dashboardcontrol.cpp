// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/control/commandconsumer.h"
#include "core/dashboard/dashboard.h"
#include "tests/integration/dashboard/rawclient.h"
#include "tests/support/asynctest.h"
#include "tests/support/redisfixture.h"
#include "tests/support/testmain.h"

using namespace slipway;
using slipway::test::await;

/// The whole way of a deploy: browser → dashboard → Redis stream → engine's end → answer.
class TstDashboardControl final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!test::RedisFixture::isAvailable())
            QSKIP("redis-server is not installed: packaging/setup installs it");
    }

    void aDeployReachesTheEngine()
    {
        const test::RedisFixture redis;
        const auto address = redis::RedisAddress::parse(redis.url());
        QVERIFY_RESULT(address);
        redis::RedisClient leader(*address); // the mark of a running engine
        const QList<QByteArray> lead { "SET", queue::Keys().leader(), "test" };
        QVERIFY_RESULT(await(leader.command(lead)));
        QList<control::Command> seen;
        control::Handlers handlers;
        handlers.command = [&seen](control::Command command) { return accept(&seen, std::move(command)); };
        handlers.query = [](QString, QJsonObject) { return noQuery(); };
        control::CommandConsumer engine(*address, queue::Keys(), handlers);
        QVERIFY_RESULT(await(engine.start()));

        control::StateStore store;
        domain::Snapshot snapshot;
        domain::ProjectView view;
        view.name = QStringLiteral("shop");
        snapshot.projects << view;
        store.reset(snapshot);
        control::ControlClient client(*address, queue::Keys());
        dashboard::DashboardSettings settings;
        settings.port = 0;
        settings.controlToken = QStringLiteral("pilot-token");
        dashboard::Dashboard site(store, client, settings);
        const auto url = site.listen();
        QVERIFY_RESULT(url);

        const test::RawClient browser(quint16(url->port()));
        const auto response
            = browser.request("POST", "/projects/shop/deploy", { { "Authorization", "Bearer pilot-token" } });
        QCOMPARE(response.status, 202);
        QCOMPARE(base::parseObject(response.body).value(QLatin1String("project")).toString(), QStringLiteral("shop"));
        QCOMPARE(seen.size(), 1);
        QCOMPARE(seen.first().verb, QStringLiteral("deploy"));
        await(site.stop());
        await(engine.stop());
    }

private:
    static Async<QJsonObject> accept(QList<control::Command> *seen, control::Command command)
    {
        seen->append(command);
        co_return command.arguments;
    }
    static Async<QJsonObject> noQuery() { co_return QJsonObject(); }
};

SLIPWAY_TEST(TstDashboardControl)
#include "tst_dashboardcontrol.moc"
