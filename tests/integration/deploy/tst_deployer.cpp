// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/taskscope.h"
#include "core/deploy/crashwatch.h"
#include "core/deploy/databackups.h"
#include "core/deploy/deployer.h"
#include "core/deploy/processtable.h"
#include "tests/integration/deploy/deployfixture.h"
#include "tests/support/testmain.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonObject>
#include <QTcpServer>

#include <atomic>
#include <csignal>
#include <thread>

using namespace slipway;
using namespace slipway::deploy;
using slipway::domain::Deployment;
using slipway::domain::DeployState;
using slipway::test::await;
using slipway::test::DeployEngine;
using slipway::test::DeployFixture;

/// The Deployer over the real process runtime, real git and real HTTP.
class TstDeployer final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DeployFixture> m_fixture;
    std::unique_ptr<DeployEngine> m_engine;
    QStringList m_lines;
    const QString m_shop = QStringLiteral("shop");

    [[nodiscard]] DeployRequest request(const QString &commit, const QString &id) const
    {
        return { m_shop, m_fixture->repository(), commit, id };
    }
    [[nodiscard]] Result<Deployment> deploy(const DeployFixture::App &app, const QString &id, std::stop_token stop = {})
    {
        const auto progress = [this](const Deployment &, const QString &line) { m_lines << line; };
        return await(m_engine->deployer.deployProject(request(m_fixture->commitApp(app), id), progress, stop));
    }
    [[nodiscard]] SupervisorState stateOf(const char *id) const
    {
        return readState(m_fixture->stateFolder() + QStringLiteral("/shop/%1/state.json").arg(QLatin1String(id)));
    }
    [[nodiscard]] QStringList running()
    {
        QStringList list;
        const auto all = await(m_fixture->runtime().deployments(m_shop)).value_or(QStringList());
        for (const QString &id : all) {
            const auto status = await(m_fixture->runtime().status(m_shop, id));
            if (status && status->state != AppStatus::State::Stopped && status->state != AppStatus::State::Missing)
                list << id;
        }
        return list;
    }
    static DeployFixture::App version(const char *name)
    {
        DeployFixture::App app;
        app.version = QLatin1String(name);
        return app;
    }
    void restartEngine(int keep = 5, std::chrono::seconds deadline = std::chrono::seconds(30))
    {
        m_engine.reset();
        m_fixture->restartEngine();
        m_engine = std::make_unique<DeployEngine>(*m_fixture, m_fixture->runtime(), keep, deadline);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!DeployFixture::isAvailable())
            QSKIP("python3 and git are needed");
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
        QTRY_COMPARE(m_fixture->leftovers(), QStringList());
        m_engine.reset();
        m_fixture.reset();
    }

    void deploysAndAnswersAsTheOriginDoes()
    {
        const auto live = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(live);
        QCOMPARE(domain::toString(live->state), QStringLiteral("live"));
        QCOMPARE(live->url, QStringLiteral("http://127.0.0.1:%1").arg(live->port));
        QCOMPARE(live->runtime, QStringLiteral("process"));
        QVERIFY(DeployFixture::get(live->port).startsWith(QLatin1String("one ")));
        QVERIFY(await(m_engine->deployer.isHealthy(*live)).value_or(false));
        QCOMPARE(m_engine->ports.all().value(m_shop), live->port);
        const QJsonObject expected { { QStringLiteral("success"), true },
                                     { QStringLiteral("url"), live->url },
                                     { QStringLiteral("port"), live->port } };
        QCOMPARE(deployAnswer(*live), expected);
        QVERIFY(m_lines.contains(QStringLiteral("Live at %1").arg(live->url)));
    }

    void theNextDeployTakesOverTheSamePort()
    {
        const auto first = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(first);
        QVERIFY(!DeployFixture::get(first->port, QStringLiteral("/count")).isEmpty());
        const auto second = deploy(version("two"), QStringLiteral("d2"));
        QVERIFY_RESULT(second);
        QCOMPARE(second->port, first->port);
        QVERIFY(DeployFixture::get(second->port).startsWith(QLatin1String("two ")));
        QCOMPARE(DeployFixture::get(second->port, QStringLiteral("/count")), QStringLiteral("2")); // the data stayed
        QCOMPARE(running(), QStringList { QStringLiteral("d2") });
    }

    void aFailedDeployLeavesTheOldOneServing_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<int>("health");
        QTest::addColumn<QString>("part");
        QTest::newRow("it crashes") << QStringLiteral("raise ValueError('no config')") << 200
                                    << QStringLiteral("ValueError: no config");
        QTest::newRow("it is unhealthy") << QString() << 500 << QStringLiteral("answered 500");
        QTest::newRow("it never listens")
            << QStringLiteral("time.sleep(600)") << 200 << QStringLiteral("did not become healthy");
    }
    void aFailedDeployLeavesTheOldOneServing()
    {
        QFETCH(QString, before);
        QFETCH(int, health);
        QFETCH(QString, part);
        const auto first = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(first);
        const QString serving = DeployFixture::get(first->port);
        restartEngine(5, std::chrono::seconds(2)); // these are to reach the deadline
        DeployFixture::App broken = version("two");
        broken.before = before;
        broken.health = health;
        const auto failed = deploy(broken, QStringLiteral("d2"));
        QVERIFY_RESULT(failed);
        QCOMPARE(domain::toString(failed->state), QStringLiteral("failed"));
        QVERIFY2(failed->error.contains(part), qPrintable(failed->error));
        QVERIFY(!failed->error.contains(QLatin1Char('\n')));
        QCOMPARE(deployAnswer(*failed).value(QLatin1String("success")).toBool(true), false);
        QCOMPARE(DeployFixture::get(first->port), serving); // the very same process
        QCOMPARE(running(), QStringList { QStringLiteral("d1") });
        QVERIFY(!QDir(m_fixture->path(QStringLiteral("releases/shop/d2"))).exists());
        QCOMPARE(m_engine->deployer.live(m_shop).id, QStringLiteral("d1"));
    }

    void aFailedFirstDeployLeavesNothing()
    {
        DeployFixture::App broken = version("one");
        broken.before = QStringLiteral("sys.exit(7)");
        const auto failed = deploy(broken, QStringLiteral("d1"));
        QVERIFY_RESULT(failed);
        QCOMPARE(domain::toString(failed->state), QStringLiteral("failed"));
        QVERIFY2(failed->error.contains(QLatin1String("exit code 7")), qPrintable(failed->error));
        QCOMPARE(running(), QStringList());
        QCOMPARE(m_fixture->leftovers(), QStringList());
    }

    void aCrashLoopIsToldOnceWithItsLog()
    {
        auto app = version("one");
        app.before = QStringLiteral("import sys\nif os.path.exists(os.environ['DATA_DIR'] + '/broken'):\n"
                                    "    sys.exit('OperationalError: no such table: links')");
        QVERIFY_RESULT(deploy(app, QStringLiteral("d1")));
        CrashWatch watch(m_engine->deployer);
        const auto well = await(watch.look(m_shop));
        QVERIFY_RESULT(well);
        QCOMPARE(well->message, QString());
        QVERIFY_RESULT(
            base::writeFileAtomically(m_fixture->runtime().dataFolder(m_shop) + QStringLiteral("/broken"), "x"));
        QVERIFY(::kill(static_cast<pid_t>(stateOf("d1").appPid), SIGKILL) == 0);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf("d1").state, QStringLiteral("crash_loop"), 30000);
        const auto told = await(watch.look(m_shop));
        QVERIFY_RESULT(told);
        QVERIFY2(told->message.contains(QLatin1String("ends again and again")), qPrintable(told->message));
        QVERIFY2(told->message.contains(QLatin1String("no such table: links")), qPrintable(told->message));
        const auto again = await(watch.look(m_shop));
        QVERIFY_RESULT(again);
        QCOMPARE(again->message, QString());
    }

    void aServiceThatFallsSilentIsTold()
    {
        QVERIFY_RESULT(deploy(version("one"), QStringLiteral("d1")));
        CrashWatch watch(m_engine->deployer);
        const auto tree = descendantsOf(static_cast<pid_t>(stateOf("d1").supervisorPid));
        for (const pid_t pid : tree)
            QVERIFY(::kill(pid, SIGSTOP) == 0);
        CrashWatch::Report told;
        for (int looks = 0; looks < 5 && told.message.isEmpty(); ++looks) {
            const auto seen = await(watch.look(m_shop));
            QVERIFY_RESULT(seen);
            told = *seen;
            QCOMPARE(told.message.isEmpty(), looks < 2); // once or twice is no news
        }
        QVERIFY2(told.message.contains(QLatin1String("does not answer")), qPrintable(told.message));
        for (const pid_t pid : tree)
            ::kill(pid, SIGCONT);
        const auto back = await(watch.look(m_shop));
        QVERIFY_RESULT(back);
        QVERIFY(back->well);
        const auto quiet = await(watch.look(m_shop));
        QVERIFY_RESULT(quiet);
        QVERIFY(quiet->message.isEmpty() && !quiet->well);
    }

    void eachDeployLeavesACopyOfTheDataBeforeIt()
    {
        const DataBackups backups(m_fixture->stateFolder());
        const auto first = deploy(version("v1"), QStringLiteral("d1"));
        QVERIFY_RESULT(first);
        QCOMPARE(backups.list(m_shop), QStringList()); // nothing was there
        for (int i = 2; i <= 6; ++i) {
            QCOMPARE(DeployFixture::get(first->port, QStringLiteral("/count")), QString::number(i - 1));
            QVERIFY_RESULT(deploy(version(qPrintable(QStringLiteral("v%1").arg(i))), QStringLiteral("d%1").arg(i)));
        }
        QCOMPARE(backups.list(m_shop),
                 QStringList({ QStringLiteral("d5"), QStringLiteral("d4"), QStringLiteral("d3") }));
        const auto copy = base::readFile(backups.folderOf(m_shop, QStringLiteral("d4")) + QStringLiteral("/count"));
        QVERIFY_RESULT(copy);
        QCOMPARE(*copy, QByteArray("4"));
        QVERIFY_RESULT(await(m_engine->deployer.undeploy(m_shop)));
        QCOMPARE(backups.list(m_shop).size(), 3); // with the data
        QVERIFY_RESULT(await(m_engine->deployer.undeploy(m_shop, DataPolicy::Delete)));
        QCOMPARE(backups.list(m_shop), QStringList());
    }

    void keepsThePortOfWhatIsStillReachableFromOutside()
    {
        const auto live = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(live);
        QVERIFY_RESULT(await(m_engine->deployer.undeploy(m_shop, DataPolicy::Keep, PortPolicy::Keep)));
        QCOMPARE(m_engine->ports.all().value(m_shop), live->port);
        const auto other = m_engine->ports.allocate(QStringLiteral("blog"));
        QVERIFY_RESULT(other);
        QVERIFY(*other != live->port);
        QVERIFY_RESULT(await(m_engine->deployer.releasePort(m_shop)));
        QVERIFY(!m_engine->ports.all().contains(m_shop));
        QVERIFY_RESULT(deploy(version("two"), QStringLiteral("d2")));
        QVERIFY_RESULT(await(m_engine->deployer.releasePort(m_shop))); // live by now
        QVERIFY(m_engine->ports.all().contains(m_shop));
    }

    void undeployWaitsForTheDeployOfItsOwnEngine()
    {
        bool starts = false;
        const auto progress = [&](const Deployment &, const QString &line) {
            starts = starts || line.startsWith(QLatin1String("Starting d1"));
        };
        const QString commit = m_fixture->commitApp(version("one"));
        auto deploying = m_engine->deployer.deployProject(request(commit, QStringLiteral("d1")), progress);
        QTRY_VERIFY(starts);
        QVERIFY_RESULT(await(m_engine->deployer.undeploy(m_shop)));
        QVERIFY_RESULT(await(std::move(deploying)));
        QCOMPARE(running(), QStringList());
        QCOMPARE(m_engine->deployer.live(m_shop).id, QString());
    }

    void undeployLeavesTheDeployOfAnotherEngineAlone()
    {
        bool starts = false;
        const auto progress = [&](const Deployment &, const QString &line) {
            starts = starts || line.startsWith(QLatin1String("Starting d1"));
        };
        DeployFixture::App slow = version("one");
        slow.before = QStringLiteral("import time\ntime.sleep(5)");
        const QString commit = m_fixture->commitApp(slow);
        auto deploying = m_engine->deployer.deployProject(request(commit, QStringLiteral("d1")), progress);
        QTRY_VERIFY(starts);
        DeployEngine other(*m_fixture, m_fixture->runtime());
        const auto refused = await(other.deployer.undeploy(m_shop));
        QVERIFY(!refused);
        QCOMPARE(base::toString(refused.error().code), base::toString(ErrorCode::Conflict));
        QVERIFY_RESULT(await(std::move(deploying)));
        QCOMPARE(running(), QStringList { QStringLiteral("d1") });
    }

    void whatIsStartedAgainMayBeStoppedAndTakenDown()
    {
        DeployFixture::App app = version("one");
        app.before = QStringLiteral("import time\nif os.path.exists(os.environ['DATA_DIR'] + '/slow'):\n"
                                    "    time.sleep(600)");
        const auto live = deploy(app, QStringLiteral("d1"));
        QVERIFY_RESULT(live);
        QVERIFY_RESULT(await(m_fixture->runtime().stop(m_shop, QStringLiteral("d1"))));
        QVERIFY_RESULT(
            base::writeFileAtomically(m_fixture->runtime().dataFolder(m_shop) + QStringLiteral("/slow"), {}));
        std::stop_source stop;
        auto reviving = m_engine->deployer.ensureRunning(m_shop, *live, stop.get_token());
        QTRY_COMPARE(running(), QStringList { QStringLiteral("d1") });
        QElapsedTimer clock;
        clock.start();
        stop.request_stop();
        QVERIFY_RESULT(await(m_engine->deployer.undeploy(m_shop)));
        const auto revived = await(std::move(reviving));
        QVERIFY(!revived);
        QCOMPARE(base::toString(revived.error().code), base::toString(ErrorCode::Cancelled));
        QVERIFY2(clock.elapsed() < 25000, "waited for the health check's end"); // which comes after 30 s
        QCOMPARE(running(), QStringList());
    }

    void aServiceThatIsGoneIsTold()
    {
        QVERIFY_RESULT(deploy(version("one"), QStringLiteral("d1")));
        CrashWatch watch(m_engine->deployer);
        QVERIFY_RESULT(await(m_fixture->runtime().stop(m_shop, QStringLiteral("d1"))));
        CrashWatch::Report told;
        for (int looks = 0; looks < 5 && told.message.isEmpty(); ++looks) {
            const auto seen = await(watch.look(m_shop));
            QVERIFY_RESULT(seen);
            told = *seen;
            QCOMPARE(told.message.isEmpty(), looks < 2);
        }
        QVERIFY2(told.message.contains(QLatin1String("does not run any more")), qPrintable(told.message));
        QVERIFY_RESULT(await(m_engine->deployer.ensureRunning(m_shop, m_engine->deployer.live(m_shop))));
        const auto back = await(watch.look(m_shop));
        QVERIFY_RESULT(back);
        QVERIFY(back->well);
    }

    void whatServesStaysWhenItCannotBeRecorded()
    {
        QVERIFY_RESULT(deploy(version("one"), QStringLiteral("d1")));
        const QString record = m_fixture->path(QStringLiteral("releases/shop/deployments.json"));
        const auto progress = [&](const Deployment &, const QString &line) {
            m_lines << line;
            // Behind this line only the switch itself comes before the record is written again.
            if (line.startsWith(QLatin1String("d2 is healthy")) && QFile::remove(record))
                QDir().mkpath(record + QStringLiteral("/in-the-way"));
        };
        const QString commit = m_fixture->commitApp(version("two"));
        const auto live = await(m_engine->deployer.deployProject(request(commit, QStringLiteral("d2")), progress));
        QVERIFY_RESULT(live);
        QCOMPARE(domain::toString(live->state), QStringLiteral("live"));
        QVERIFY(DeployFixture::get(live->port).startsWith(QLatin1String("two ")));
        QCOMPARE(running(), QStringList { QStringLiteral("d2") });
        QCOMPARE(m_lines.filter(QStringLiteral("could not be recorded")).size(), 1);
    }

    void saysHowLongEachStepTook()
    {
        QVERIFY_RESULT(deploy(version("one"), QStringLiteral("d1")));
        const auto times = m_engine->deployer.timings(m_shop);
        for (const char *step : { "export", "build", "live", "total" })
            QVERIFY2(times.contains(QLatin1String(step)), step);
        QVERIFY(times.value(QStringLiteral("live")) > 0);
        QVERIFY(times.value(QStringLiteral("live")) <= times.value(QStringLiteral("total")));
    }

    void anAppThatFailsOnlyOnTheProjectsPortIsRolledBack()
    {
        const auto first = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(first);
        DeployFixture::App second = version("two");
        second.before = QStringLiteral("if os.environ['PORT'] == '%1': sys.exit(9)").arg(first->port);
        const auto failed = deploy(second, QStringLiteral("d2"));
        QVERIFY_RESULT(failed);
        QCOMPARE(domain::toString(failed->state), QStringLiteral("failed"));
        QVERIFY(DeployFixture::get(first->port).startsWith(QLatin1String("one ")));
        QCOMPARE(running(), QStringList { QStringLiteral("d1") });
    }

    void aTakenPortIsReplacedAndRecorded()
    {
        const auto port = m_engine->ports.allocate(m_shop);
        QVERIFY_RESULT(port);
        QTcpServer intruder;
        QVERIFY(intruder.listen(QHostAddress::LocalHost, static_cast<quint16>(*port)));
        const auto live = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(live);
        QCOMPARE(domain::toString(live->state), QStringLiteral("live"));
        QVERIFY(live->port != *port);
        QCOMPARE(m_engine->ports.all().value(m_shop), live->port);
        QVERIFY(DeployFixture::get(live->port).startsWith(QLatin1String("one ")));
    }

    void rollsBackWithoutBuilding()
    {
        const auto first = deploy(version("one"), QStringLiteral("d1"));
        const auto second = deploy(version("two"), QStringLiteral("d2"));
        QVERIFY_RESULT(first);
        QVERIFY_RESULT(second);
        const auto back = await(m_engine->deployer.rollback(m_shop, *first));
        QVERIFY_RESULT(back);
        QCOMPARE(back->id, QStringLiteral("d1"));
        QCOMPARE(back->port, second->port);
        QVERIFY(DeployFixture::get(back->port).startsWith(QLatin1String("one ")));
        QCOMPARE(running(), QStringList { QStringLiteral("d1") });
        const auto forth = await(m_engine->deployer.rollback(m_shop, *second));
        QVERIFY_RESULT(forth);
        QVERIFY(DeployFixture::get(forth->port).startsWith(QLatin1String("two ")));
        Deployment unknown;
        unknown.id = QStringLiteral("d9");
        const auto none = await(m_engine->deployer.rollback(m_shop, unknown));
        QVERIFY(!none);
        QCOMPARE(base::toString(none.error().code), base::toString(ErrorCode::NotFound));
    }

    void keepsTheLastReleases()
    {
        restartEngine(2);
        for (int i = 1; i <= 4; ++i) {
            const auto live = deploy(version("one"), QStringLiteral("d%1").arg(i));
            QVERIFY_RESULT(live);
            QCOMPARE(domain::toString(live->state), QStringLiteral("live"));
        }
        QStringList ids;
        for (const auto &kept : m_engine->deployer.kept(m_shop))
            ids << kept.id;
        QCOMPARE(ids, (QStringList { QStringLiteral("d3"), QStringLiteral("d4") }));
        QVERIFY(!QDir(m_fixture->path(QStringLiteral("releases/shop/d2"))).exists());
        QVERIFY(QDir(m_fixture->path(QStringLiteral("releases/shop/d3"))).exists());
    }

    void theSameDeployAgainIsAnsweredFromTheRecord()
    {
        const auto first = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(first);
        const QString serving = DeployFixture::get(first->port);
        restartEngine();
        const auto again = await(m_engine->deployer.deployProject(request(first->commit, QStringLiteral("d1")), {}));
        QVERIFY_RESULT(again);
        QCOMPARE(again->port, first->port);
        QCOMPARE(DeployFixture::get(first->port), serving);
    }

    void continuesAfterAKillAtAnyStep_data()
    {
        QTest::addColumn<QString>("step"); // the engine ends when a progress line starts with it
        QTest::newRow("export") << QStringLiteral("Exporting");
        QTest::newRow("build") << QStringLiteral("Building");
        QTest::newRow("start") << QStringLiteral("Starting d2 on port");
        QTest::newRow("switch") << QStringLiteral("d2 is healthy");
        QTest::newRow("live") << QStringLiteral("Live at");
    }
    void continuesAfterAKillAtAnyStep()
    {
        QFETCH(QString, step);
        const auto first = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(first);
        const QString commit = m_fixture->commitApp(version("two"));
        // Stands for a kill: what was done until the line stays as it is, nothing behind it happens.
        struct Killed { };
        const auto progress = [&](const Deployment &, const QString &line) {
            if (line.startsWith(step))
                throw Killed();
        };
        bool killed = false;
        try {
            static_cast<void>(await(m_engine->deployer.deployProject(request(commit, QStringLiteral("d2")), progress)));
        } catch (const Killed &) {
            killed = true;
        }
        QVERIFY(killed);
        restartEngine();
        const auto live = await(m_engine->deployer.deployProject(request(commit, QStringLiteral("d2")), {}));
        QVERIFY_RESULT(live);
        QCOMPARE(domain::toString(live->state), QStringLiteral("live"));
        QCOMPARE(live->port, first->port);
        QVERIFY(DeployFixture::get(live->port).startsWith(QLatin1String("two ")));
        QCOMPARE(running(), QStringList { QStringLiteral("d2") });
    }

    void continuesAfterAKillBetweenOldAndNew()
    {
        const auto first = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(first);
        // As a kill leaves it that strikes when the old one was stopped and the new one holds the port, unrecorded.
        QVERIFY_RESULT(await(m_fixture->runtime().stop(m_shop, QStringLiteral("d1"))));
        const QString folder = m_fixture->writeApp(m_fixture->path(QStringLiteral("releases/shop/d2")), version("two"));
        QVERIFY_RESULT(
            await(m_fixture->runtime().start({ m_shop, QStringLiteral("d2"), {}, folder, folder, {} }, first->port)));
        restartEngine();
        QVERIFY_RESULT(await(m_engine->deployer.ensureRunning(m_shop, *first)));
        QVERIFY(DeployFixture::get(first->port).startsWith(QLatin1String("one ")));
        QCOMPARE(running(), QStringList { QStringLiteral("d1") });
    }

    void isLiveAgainAfterAReboot()
    {
        const auto first = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(first);
        const auto state = readState(m_fixture->stateFolder() + QStringLiteral("/shop/d1/state.json"));
        QVERIFY(::kill(static_cast<pid_t>(state.supervisorPid), SIGKILL) == 0);
        QTRY_VERIFY(DeployFixture::get(first->port).isEmpty());
        restartEngine();
        QVERIFY_RESULT(await(m_engine->deployer.ensureRunning(m_shop, *first)));
        QVERIFY(DeployFixture::get(first->port).startsWith(QLatin1String("one ")));
    }

    void oneDeployAProjectAtATime()
    {
        DeployFixture::App slow = version("one");
        slow.before = QStringLiteral("time.sleep(0.5)");
        const QString commit = m_fixture->commitApp(slow);
        std::optional<Result<Deployment>> second;
        // The second one is asked for from inside the first.
        const auto progress = [&](const Deployment &, const QString &line) {
            if (line.startsWith(QLatin1String("Building")))
                second = await(m_engine->deployer.deployProject(request(commit, QStringLiteral("d2")), {}));
        };
        const auto first = await(m_engine->deployer.deployProject(request(commit, QStringLiteral("d1")), progress));
        QVERIFY_RESULT(first);
        QCOMPARE(domain::toString(first->state), QStringLiteral("live"));
        QVERIFY(second.has_value() && !*second);
        QCOMPARE(base::toString(second->error().code), base::toString(ErrorCode::Conflict));
    }

    void cancelLeavesTheOldOneServing()
    {
        const auto first = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(first);
        DeployFixture::App slow = version("two");
        slow.before = QStringLiteral("time.sleep(600)");
        std::stop_source stop;
        QTimer::singleShot(1000, this, [&] { stop.request_stop(); });
        const auto cancelled = deploy(slow, QStringLiteral("d2"), stop.get_token());
        QVERIFY(!cancelled);
        QCOMPARE(base::toString(cancelled.error().code), base::toString(ErrorCode::Cancelled));
        QVERIFY(DeployFixture::get(first->port).startsWith(QLatin1String("one ")));
        QCOMPARE(running(), QStringList { QStringLiteral("d1") });
    }

    void theGapOfASwitchIsShort()
    {
        const auto first = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(first);
        std::atomic<bool> done = false;
        std::atomic<qint64> longest = 0;
        std::thread visitor([&, port = first->port] {
            QElapsedTimer since;
            since.start();
            while (!done) {
                if (!DeployFixture::get(port).isEmpty())
                    since.restart();
                else
                    std::this_thread::sleep_for(std::chrono::milliseconds(5));
                longest = std::max<qint64>(longest, since.elapsed());
            }
        });
        const auto second = deploy(version("two"), QStringLiteral("d2"));
        done = true;
        visitor.join();
        QVERIFY_RESULT(second);
        qInfo("nobody answered for at most %lld ms", longest.load());
        QVERIFY(longest < 5000); // a busy machine; it is the start of one Python
    }

    void tellsHowTheAppDoesAndWhatItSaid()
    {
        const auto live = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(live);
        const auto status = await(m_engine->deployer.status(m_shop, *live));
        QVERIFY_RESULT(status);
        QCOMPARE(status->state, AppStatus::State::Running);
        const auto log = await(m_engine->deployer.logTail(m_shop, *live));
        QVERIFY_RESULT(log);
        QVERIFY(log->contains(QStringLiteral("listening on %1").arg(live->port)));
    }

    void refusesBadNames_data()
    {
        QTest::addColumn<QString>("project");
        QTest::addColumn<QString>("id");
        QTest::newRow("parent folder") << QStringLiteral("../x") << QStringLiteral("d1");
        QTest::newRow("empty") << QString() << QStringLiteral("d1");
        QTest::newRow("upper case") << QStringLiteral("Shop") << QStringLiteral("d1");
        QTest::newRow("id of a folder of ours") << QStringLiteral("shop") << QStringLiteral("data");
        QTest::newRow("id with a slash") << QStringLiteral("shop") << QStringLiteral("a/b");
        QTest::newRow("id with an option") << QStringLiteral("shop") << QStringLiteral("-f");
    }
    void refusesBadNames()
    {
        QFETCH(QString, project);
        QFETCH(QString, id);
        const DeployRequest bad { project, m_fixture->repository(), QStringLiteral("HEAD"), id };
        const auto refused = await(m_engine->deployer.deployProject(bad, {}));
        QVERIFY(!refused);
        QCOMPARE(base::toString(refused.error().code), base::toString(ErrorCode::Invalid));
    }

    void anUnknownCommitIsAFailedDeployment()
    {
        static_cast<void>(m_fixture->commitApp(version("one")));
        const auto failed
            = await(m_engine->deployer.deployProject(request(QString(40, QLatin1Char('a')), QStringLiteral("d1")), {}));
        QVERIFY_RESULT(failed);
        QCOMPARE(domain::toString(failed->state), QStringLiteral("failed"));
        QVERIFY(!failed->error.isEmpty());
    }
};

SLIPWAY_TEST(TstDeployer)
#include "tst_deployer.moc"
