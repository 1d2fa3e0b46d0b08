// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/deploy/processtable.h"
#include "tests/integration/deploy/deployfixture.h"
#include "tests/integration/deploy/loadclients.h"
#include "tests/support/testmain.h"

#include <QFile>
#include <QTcpServer>

#include <csignal>

using namespace slipway;
using namespace slipway::deploy;
using slipway::domain::Deployment;
using slipway::test::await;
using slipway::test::DeployEngine;
using slipway::test::DeployFixture;
using slipway::test::LoadClients;

/// The Deployer behind a real HAProxy.
class TstZeroDowntime final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DeployFixture> m_fixture;
    std::unique_ptr<DeployEngine> m_engine;
    QStringList m_lines;
    const QString m_shop = QStringLiteral("shop");
    const QString m_other = QStringLiteral("other");

    [[nodiscard]] Deployment deploy(const QString &project, const QString &version, const QString &id,
                                    const QString &before = {})
    {
        DeployFixture::App app;
        app.version = version;
        app.before = before;
        const DeployRequest request { project, m_fixture->repository(), m_fixture->commitApp(app), id };
        const auto progress = [this](const Deployment &, const QString &line) { m_lines << line; };
        const auto done = await(m_engine->deployer.deployProject(request, progress));
        if (!done)
            qWarning("%s", qPrintable(done.error().message));
        else if (!done->error.isEmpty())
            qWarning("%s", qPrintable(done->error));
        return done.value_or(Deployment());
    }
    void restartEngine(bool withProxy = true)
    {
        m_engine.reset();
        m_fixture->restartEngine();
        m_engine
            = std::make_unique<DeployEngine>(*m_fixture, m_fixture->runtime(), 5, std::chrono::seconds(60), withProxy);
    }
    [[nodiscard]] int innerPort(const QString &id)
    {
        return await(m_fixture->runtime().status(m_shop, id)).value_or(AppStatus()).port;
    }
    [[nodiscard]] SupervisorState proxyState() const
    {
        return readState(m_fixture->proxySettings().folder + QStringLiteral("/state.json"));
    }
    static bool says(int port, const char *version)
    {
        return DeployFixture::get(port).startsWith(QLatin1String(version) + QLatin1Char(' '));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!DeployFixture::isAvailable())
            QSKIP("python3 and git are needed");
        if (FrontProxy::findProgram().isEmpty())
            QSKIP("haproxy is not installed");
    }
    void init()
    {
        m_lines.clear();
        m_fixture = std::make_unique<DeployFixture>();
        restartEngine();
    }
    void cleanup()
    {
        if (!m_engine)
            return;
        QVERIFY_RESULT(await(m_engine->deployer.undeploy(m_shop, DataPolicy::Delete)));
        QVERIFY_RESULT(await(m_engine->deployer.undeploy(m_other, DataPolicy::Delete)));
        QTRY_COMPARE(m_fixture->leftovers(), QStringList()); // the proxy too
        m_engine.reset();
        m_fixture.reset();
    }

    void redeploysUnderLoadFailNoRequest()
    {
        const int redeploys = qEnvironmentVariableIntValue("SLIPWAY_TEST_REDEPLOYS") > 0
            ? qEnvironmentVariableIntValue("SLIPWAY_TEST_REDEPLOYS")
            : 20;
        const auto first = deploy(m_shop, QStringLiteral("v0"), QStringLiteral("d0"));
        QCOMPARE(domain::toString(first.state), QStringLiteral("live"));
        LoadClients load(first.port);
        for (int i = 1; i <= redeploys; ++i) {
            const auto next = deploy(m_shop, QStringLiteral("v%1").arg(i), QStringLiteral("d%1").arg(i));
            QCOMPARE(domain::toString(next.state), QStringLiteral("live"));
            QCOMPARE(next.port, first.port);
            QVERIFY(says(first.port, qPrintable(QStringLiteral("v%1").arg(i))));
        }
        load.stop();
        qInfo("%d redeploys, %d requests, %lld failed, the slowest took %d ms", redeploys, load.requests(),
              static_cast<long long>(load.failures().size()), load.longestMs());
        QVERIFY2(load.failures().isEmpty(), qPrintable(load.failures().join(QStringLiteral("; "))));
        QCOMPARE(load.versions().size(), redeploys + 1); // the load met every one of them
    }

    void anotherProjectsFirstDeployDisturbsNobody()
    {
        const auto first = deploy(m_shop, QStringLiteral("v0"), QStringLiteral("d0"));
        QCOMPARE(domain::toString(first.state), QStringLiteral("live"));
        LoadClients load(first.port);
        for (int i = 1; i <= 3; ++i) {
            const auto other = deploy(m_other, QStringLiteral("o"), QStringLiteral("d%1").arg(i));
            QCOMPARE(domain::toString(other.state), QStringLiteral("live"));
            QVERIFY(other.port != first.port);
            QVERIFY(says(other.port, "o"));
            QVERIFY_RESULT(await(m_engine->deployer.undeploy(m_other)));
            QVERIFY(DeployFixture::get(other.port).isEmpty());
        }
        load.stop();
        QVERIFY2(load.failures().isEmpty(), qPrintable(load.failures().join(QStringLiteral("; "))));
    }

    void theOldOneAnswersItsLastRequest()
    {
        // The first version takes its time; its answer comes whole although the switch happens meanwhile.
        const auto first = deploy(m_shop, QStringLiteral("slow"), QStringLiteral("d1"));
        QCOMPARE(domain::toString(first.state), QStringLiteral("live"));
        QString answer;
        std::thread visitor(
            [&, port = first.port] { answer = DeployFixture::get(port, QStringLiteral("/slow"), 30000); });
        const auto second = deploy(m_shop, QStringLiteral("two"), QStringLiteral("d2"));
        visitor.join();
        QCOMPARE(domain::toString(second.state), QStringLiteral("live"));
        QVERIFY2(answer.startsWith(QLatin1String("slow ")), qPrintable(answer));
        QVERIFY(says(first.port, "two"));
    }

    void aFailedDeployIsNeverSeen()
    {
        const auto first = deploy(m_shop, QStringLiteral("one"), QStringLiteral("d1"));
        LoadClients load(first.port);
        const auto second = deploy(m_shop, QStringLiteral("two"), QStringLiteral("d2"), QStringLiteral("sys.exit(3)"));
        load.stop();
        QCOMPARE(domain::toString(second.state), QStringLiteral("failed"));
        QVERIFY2(load.failures().isEmpty(), qPrintable(load.failures().join(QStringLiteral("; "))));
        QCOMPARE(load.versions().keys(), QStringList { QStringLiteral("one") });
        QCOMPARE(m_engine->deployer.live(m_shop).id, QStringLiteral("d1"));
    }

    void rollsBackUnderLoad()
    {
        const auto first = deploy(m_shop, QStringLiteral("one"), QStringLiteral("d1"));
        QCOMPARE(domain::toString(deploy(m_shop, QStringLiteral("two"), QStringLiteral("d2")).state),
                 QStringLiteral("live"));
        LoadClients load(first.port);
        const auto back = await(m_engine->deployer.rollback(m_shop, first));
        load.stop();
        QVERIFY_RESULT(back);
        QVERIFY2(load.failures().isEmpty(), qPrintable(load.failures().join(QStringLiteral("; "))));
        QVERIFY(says(first.port, "one"));
    }

    void servesOnWithoutTheEngineAndIsAdopted()
    {
        const auto first = deploy(m_shop, QStringLiteral("one"), QStringLiteral("d1"));
        const auto before = proxyState();
        LoadClients load(first.port);
        restartEngine(); // its runner ends all process trees that it started
        QVERIFY_RESULT(await(m_engine->deployer.ensureRunning(m_shop, first)));
        QCOMPARE(domain::toString(deploy(m_shop, QStringLiteral("two"), QStringLiteral("d2")).state),
                 QStringLiteral("live"));
        load.stop();
        QVERIFY2(load.failures().isEmpty(), qPrintable(load.failures().join(QStringLiteral("; "))));
        QCOMPARE(proxyState().supervisorPid, before.supervisorPid);
        QCOMPARE(proxyState().appPid, before.appPid);
    }

    void aKilledProxyIsStartedAgain()
    {
        const auto first = deploy(m_shop, QStringLiteral("one"), QStringLiteral("d1"));
        const auto before = proxyState();
        QVERIFY(::kill(static_cast<pid_t>(before.appPid), SIGKILL) == 0);
        QTRY_VERIFY_WITH_TIMEOUT(proxyState().restarts > 0 && says(first.port, "one"), 15000);
        // Both at once, as by a reboot: the engine sees to it.
        const auto tree = descendantsOf(static_cast<pid_t>(before.supervisorPid));
        ::kill(static_cast<pid_t>(before.supervisorPid), SIGKILL);
        for (const pid_t pid : tree)
            ::kill(pid, SIGKILL);
        QTRY_VERIFY(DeployFixture::get(first.port).isEmpty());
        QTRY_VERIFY(!SupervisorControl::runs(m_fixture->proxySettings().folder));
        QVERIFY_RESULT(await(m_engine->deployer.keepServing()));
        QVERIFY(says(first.port, "one"));
        QCOMPARE(domain::toString(deploy(m_shop, QStringLiteral("two"), QStringLiteral("d2")).state),
                 QStringLiteral("live"));
    }

    void aPortTakenMeanwhileStopsOnlyItsOwnProject()
    {
        const auto first = deploy(m_shop, QStringLiteral("one"), QStringLiteral("d1"));
        const auto other = deploy(m_other, QStringLiteral("o"), QStringLiteral("d1"));
        QVERIFY_RESULT(await(SupervisorControl(m_fixture->runner(), {}).end(m_fixture->proxySettings().folder, 1000)));
        QTcpServer thief;
        QVERIFY(thief.listen(QHostAddress::LocalHost, static_cast<quint16>(first.port)));
        QVERIFY_RESULT(await(m_engine->deployer.keepServing()));
        QVERIFY(says(other.port, "o"));
        const auto blocked = await(m_engine->deployer.ensureRunning(m_shop, first));
        QVERIFY(!blocked);
        QVERIFY2(blocked.error().message.contains(QLatin1String("taken")), qPrintable(blocked.error().message));
        thief.close();
        QVERIFY_RESULT(await(m_engine->deployer.ensureRunning(m_shop, first)));
        QVERIFY(says(first.port, "one"));
    }

    void whatRanDirectlyMovesBehindIt()
    {
        restartEngine(false);
        const auto first = deploy(m_shop, QStringLiteral("one"), QStringLiteral("d1"));
        QCOMPARE(innerPort(QStringLiteral("d1")), first.port);
        restartEngine(true);
        QVERIFY_RESULT(await(m_engine->deployer.ensureRunning(m_shop, first)));
        const auto second = deploy(m_shop, QStringLiteral("two"), QStringLiteral("d2"));
        QCOMPARE(second.port, first.port);
        QVERIFY(innerPort(QStringLiteral("d2")) != first.port);
        QVERIFY(says(first.port, "two"));
    }

    void withoutHaproxyItIsSaid()
    {
        restartEngine(false);
        QCOMPARE(domain::toString(deploy(m_shop, QStringLiteral("one"), QStringLiteral("d1")).state),
                 QStringLiteral("live"));
        QCOMPARE(domain::toString(deploy(m_shop, QStringLiteral("two"), QStringLiteral("d2")).state),
                 QStringLiteral("live"));
        QVERIFY(m_lines.filter(QStringLiteral("haproxy is not installed")).size() == 1);
    }
};

SLIPWAY_TEST(TstZeroDowntime)
#include "tst_zerodowntime.moc"
