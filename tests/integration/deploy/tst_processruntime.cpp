// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/deploy/fallbackruntime.h"
#include "core/deploy/portallocations.h"
#include "core/deploy/runtimedetection.h"
#include "tests/integration/deploy/deployfixture.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QProcess>
#include <QTcpServer>

#include <csignal>

using namespace slipway;
using namespace slipway::deploy;
using slipway::test::await;
using slipway::test::DeployFixture;

class TstProcessRuntime final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DeployFixture> m_fixture;
    const QString m_shop = QStringLiteral("shop");
    const QString m_d1 = QStringLiteral("d1");

    [[nodiscard]] Release release(const DeployFixture::App &app, const QString &id = QStringLiteral("d1"))
    {
        return { m_shop, id, {}, m_fixture->writeApp(m_fixture->path(QStringLiteral("releases/") + id), app), {}, {} };
    }
    [[nodiscard]] static int freePort() { return PortAllocations::probeFreePort().value_or(0); }
    [[nodiscard]] Result<> startAndWait(const Release &what, int port)
    {
        if (auto started = await(m_fixture->runtime().start(what, port)); !started)
            return started;
        HealthSettings settings;
        settings.deadline = std::chrono::seconds(30);
        settings.interval = std::chrono::milliseconds(30);
        HealthCheck check(port, settings);
        return await(check.waitUntilHealthy(m_fixture->runtime(), what.project, what.deploymentId, {}));
    }
    [[nodiscard]] AppStatus status(const QString &id = QStringLiteral("d1"))
    {
        return await(m_fixture->runtime().status(m_shop, id)).value_or(AppStatus());
    }
    [[nodiscard]] SupervisorState state(const QString &id = QStringLiteral("d1")) const
    {
        return readState(m_fixture->stateFolder() + QStringLiteral("/shop/%1/state.json").arg(id));
    }
    /// The Python process itself, which inside a sandbox has another number than the one the supervisor started.
    [[nodiscard]] QString logTail()
    {
        return await(m_fixture->runtime().logTail(m_shop, m_d1, 50)).value_or(QString());
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!DeployFixture::isAvailable())
            QSKIP("python3 and git are needed");
    }
    void init() { m_fixture = std::make_unique<DeployFixture>(); }
    void cleanup()
    {
        if (!m_fixture)
            return;
        const auto removed = await(m_fixture->runtime().remove(m_shop, DataPolicy::Delete));
        QVERIFY_RESULT(removed);
        QTRY_COMPARE(m_fixture->leftovers(), QStringList());
        m_fixture.reset();
    }

    void runsAnAppAndStopsItGracefully()
    {
        const int port = freePort();
        QVERIFY_RESULT(startAndWait(release({}), port));
        QVERIFY(DeployFixture::get(port).startsWith(QLatin1String("one ")));
        QCOMPARE(status().state, AppStatus::State::Running);
        QCOMPARE(status().port, port);
        QVERIFY(logTail().contains(QStringLiteral("listening on %1").arg(port)));

        const QString mark = m_fixture->runtime().dataFolder(m_shop) + QStringLiteral("/ended");
        QVERIFY_RESULT(await(m_fixture->runtime().stop(m_shop, m_d1)));
        QVERIFY(QFile::exists(mark)); // it got SIGTERM and the time to act on it
        QVERIFY(DeployFixture::get(port).isEmpty());
        QCOMPARE(status().state, AppStatus::State::Stopped);
        QCOMPARE(m_fixture->leftovers(), QStringList());
        QVERIFY_RESULT(await(m_fixture->runtime().stop(m_shop, m_d1))); // not running is fine
    }

    void startOfWhatRunsIsANoOp()
    {
        const int port = freePort();
        const auto app = release({});
        QVERIFY_RESULT(startAndWait(app, port));
        const auto before = state();
        QVERIFY_RESULT(await(m_fixture->runtime().start(app, port)));
        QCOMPARE(state().supervisorPid, before.supervisorPid);
        QCOMPARE(state().appPid, before.appPid);
    }

    void movesToAnotherPort()
    {
        const int first = freePort();
        const auto app = release({});
        QVERIFY_RESULT(startAndWait(app, first));
        const int second = freePort();
        QVERIFY_RESULT(startAndWait(app, second));
        QVERIFY(DeployFixture::get(first).isEmpty());
        QVERIFY(!DeployFixture::get(second).isEmpty());
    }

    void keepsDataAndGivesItsEnvironment()
    {
        const int port = freePort();
        QVERIFY_RESULT(startAndWait(release({}), port));
        QCOMPARE(DeployFixture::get(port, QStringLiteral("/count")), QStringLiteral("1"));
        const QString environment = DeployFixture::get(port, QStringLiteral("/env"));
        QVERIFY(environment.contains(QStringLiteral("\nPORT=%1\n").arg(port)));
        QVERIFY(environment.contains(QStringLiteral("HOST=127.0.0.1\n")));
        QVERIFY(!environment.contains(QStringLiteral("SLIPWAY_RUN=")));
        QVERIFY_RESULT(await(m_fixture->runtime().stop(m_shop, m_d1)));
        QVERIFY_RESULT(startAndWait(release({}, QStringLiteral("d2")), port));
        QCOMPARE(DeployFixture::get(port, QStringLiteral("/count")), QStringLiteral("2"));
    }

    void theReleaseIsReadOnlyInTheSandbox()
    {
        if (test::workingSandbox().kind() == process::SandboxKind::None)
            QSKIP("no working sandbox here");
        const int port = freePort();
        QVERIFY_RESULT(startAndWait(release({}), port));
        QCOMPARE(DeployFixture::get(port, QStringLiteral("/write")), QStringLiteral("refused"));
    }

    void aKilledAppIsRestarted()
    {
        const int port = freePort();
        QVERIFY_RESULT(startAndWait(release({}), port));
        const auto before = state();
        QVERIFY(::kill(static_cast<pid_t>(before.appPid), SIGKILL) == 0);
        QTRY_VERIFY_WITH_TIMEOUT(state().restarts == 1 && !DeployFixture::get(port).isEmpty(), 10000);
        QVERIFY(state().appPid != before.appPid);
        QCOMPARE(state().supervisorPid, before.supervisorPid);
        QVERIFY(status().detail.startsWith(QLatin1String("signal 9")));
    }

    void servesOnWhenTheEngineEnds()
    {
        const int port = freePort();
        QVERIFY_RESULT(startAndWait(release({}), port));
        const QString before = DeployFixture::get(port);
        m_fixture->restartEngine(); // its runner ends all process trees that it started
        QCOMPARE(DeployFixture::get(port), before);
        QCOMPARE(status().state, AppStatus::State::Running); // adopted
        QVERIFY_RESULT(await(m_fixture->runtime().start(release({}), port)));
        QCOMPARE(DeployFixture::get(port), before);
        QVERIFY_RESULT(await(m_fixture->runtime().stop(m_shop, m_d1)));
        QVERIFY(DeployFixture::get(port).isEmpty());
    }

    void servesOnWhenTheEngineIsKilled()
    {
        const int port = freePort();
        const auto app = release({});
        QProcess engine;
        engine.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        engine.start(QCoreApplication::applicationFilePath(),
                     { QStringLiteral("engine"), m_fixture->stateFolder(), app.sourceFolder, QString::number(port) });
        QVERIFY(engine.waitForFinished(20000));
        QCOMPARE(engine.exitStatus(), QProcess::CrashExit);
        QTRY_VERIFY_WITH_TIMEOUT(!DeployFixture::get(port).isEmpty(), 10000);
        QCOMPARE(status().state, AppStatus::State::Running);
    }

    void aKilledSupervisorTakesItsAppAlongAndIsReplaced()
    {
        const int port = freePort();
        const auto app = release({});
        QVERIFY_RESULT(startAndWait(app, port));
        const auto before = state();
        QVERIFY(::kill(static_cast<pid_t>(before.supervisorPid), SIGKILL) == 0);
        QTRY_COMPARE(status().state, AppStatus::State::Stopped);
        QTRY_VERIFY(DeployFixture::get(port).isEmpty());
        QVERIFY_RESULT(startAndWait(app, port));
        QVERIFY(state().supervisorPid != before.supervisorPid);
    }

    void aCrashLoopIsSeenAndTriedSlowly()
    {
        DeployFixture::App app;
        app.before = QStringLiteral("print('about to fail'); sys.exit(3)");
        QVERIFY_RESULT(await(m_fixture->runtime().start(release(app), freePort())));
        QTRY_COMPARE_WITH_TIMEOUT(status().state, AppStatus::State::CrashLoop, 15000);
        QCOMPARE(status().detail, QStringLiteral("exit code 3"));
        QVERIFY(logTail().contains(QLatin1String("about to fail")));
        const int restarts = status().restarts;
        QCOMPARE(restarts, 3);
        QVERIFY_RESULT(await(m_fixture->runtime().stop(m_shop, m_d1))); // also while it waits for the next try
    }

    void anUnhealthyAppFailsAtOnceWithItsLastWords()
    {
        DeployFixture::App app;
        app.before = QStringLiteral("import no_such_module");
        const auto begin = std::chrono::steady_clock::now();
        const auto started = startAndWait(release(app), freePort());
        QVERIFY(!started);
        QVERIFY(started.error().detail.contains(QLatin1String("ModuleNotFoundError")));
        QVERIFY(started.error().hint.contains(QLatin1String("dependency")));
        QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10)); // not at the deadline
    }

    void endsAnAppThatIgnoresSigterm()
    {
        DeployFixture::App app;
        app.before = QStringLiteral("signal.signal = lambda *a: None\nimport signal as s, _signal\n"
                                    "_signal.signal(_signal.SIGTERM, _signal.SIG_IGN)");
        const int port = freePort();
        QVERIFY_RESULT(startAndWait(release(app), port));
        QVERIFY_RESULT(await(m_fixture->runtime().stop(m_shop, m_d1)));
        QVERIFY(DeployFixture::get(port).isEmpty());
        QCOMPARE(m_fixture->leftovers(), QStringList());
    }

    void endsWhatAnAppLeftBehind()
    {
        DeployFixture::App app;
        app.before = QStringLiteral(
            "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(600)\n    os._exit(0)");
        const int port = freePort();
        QVERIFY_RESULT(startAndWait(release(app), port));
        QVERIFY_RESULT(await(m_fixture->runtime().stop(m_shop, m_d1)));
        QCOMPARE(m_fixture->leftovers(), QStringList());
    }

    void aTakenPortIsAConflict()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const auto started = await(m_fixture->runtime().start(release({}), server.serverPort()));
        QVERIFY(!started);
        QCOMPARE(base::toString(started.error().code), base::toString(ErrorCode::Conflict));
    }

    void aMissingProgramIsSaidAtOnce()
    {
        auto app = release({});
        QVERIFY_RESULT(base::writeFileAtomically(app.sourceFolder + QStringLiteral("/Dockerfile"),
                                                 "FROM x\nCMD [\"no-such-program\"]"));
        const int port = freePort();
        const auto started = startAndWait(app, port);
        QVERIFY(!started);
        const QString all = started.error().message + started.error().detail;
        QVERIFY2(all.contains(QLatin1String("no-such-program")), qPrintable(all));
    }

    void aGoneReleaseIsSaid()
    {
        const Release gone { m_shop, m_d1, {}, m_fixture->path(QStringLiteral("gone")), {}, {} };
        QVERIFY(!await(m_fixture->runtime().hasRelease(gone)).value_or(true));
        const auto started = await(m_fixture->runtime().start(gone, freePort()));
        QVERIFY(!started);
        QCOMPARE(base::toString(started.error().code), base::toString(ErrorCode::NotFound));
    }

    void anAppEndsWithItsHome()
    {
        const int port = freePort();
        QVERIFY_RESULT(startAndWait(release({}), port));
        QVERIFY(QDir(m_fixture->stateFolder()).removeRecursively());
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture->leftovers(), QStringList(), 40000);
        QVERIFY(DeployFixture::get(port).isEmpty());
    }

    void whatAnotherRuntimeBuiltIsRefused()
    {
        auto app = release({});
        app.runtime = QStringLiteral("docker");
        const auto started = await(m_fixture->runtime().start(app, freePort()));
        QVERIFY(!started);
        QCOMPARE(base::toString(started.error().code), base::toString(ErrorCode::Unavailable));
    }

    void anAppThatTakesTooMuchIsKilledAndSaid_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("part");
        QTest::newRow("memory") << QStringLiteral("hog = bytearray(b'x') * (120 << 20)")
                                << QStringLiteral("more than 60 MB of memory");
        QTest::newRow("processes") << QStringLiteral("import subprocess\nfor i in range(20):\n"
                                                     "    subprocess.Popen(['sleep', '600'])")
                                   << QStringLiteral("more than 12 processes");
    }
    void anAppThatTakesTooMuchIsKilledAndSaid()
    {
        QFETCH(QString, before);
        QFETCH(QString, part);
        auto settings = m_fixture->runtimeSettings();
        settings.supervisor.memoryMb = 60;
        settings.supervisor.processes = 12;
        ProcessRuntime limited(settings, m_fixture->runner(), test::workingSandbox());
        DeployFixture::App app;
        app.before = before;
        QVERIFY_RESULT(await(limited.start(release(app), freePort())));
        QTRY_VERIFY_WITH_TIMEOUT(state().restarts > 0, 30000);
        QVERIFY2(status().detail.contains(part), qPrintable(status().detail));
        QVERIFY(logTail().contains(part));
    }

    void listsAndRemovesDeployments()
    {
        QVERIFY_RESULT(startAndWait(release({}), freePort()));
        QVERIFY_RESULT(startAndWait(release({}, QStringLiteral("d2")), freePort()));
        const auto all = await(m_fixture->runtime().deployments(m_shop));
        QVERIFY_RESULT(all);
        QCOMPARE(*all, (QStringList { m_d1, QStringLiteral("d2") }));
        QVERIFY_RESULT(await(m_fixture->runtime().removeRelease({ m_shop, m_d1, {}, {}, {}, {} })));
        QCOMPARE(status().state, AppStatus::State::Missing);
        QCOMPARE(status(QStringLiteral("d2")).state, AppStatus::State::Running);
        QVERIFY_RESULT(await(m_fixture->runtime().remove(m_shop, DataPolicy::Keep)));
        QVERIFY(QFile::exists(m_fixture->runtime().dataFolder(m_shop)));
        QCOMPARE(m_fixture->leftovers(), QStringList());
    }

    void standsAloneOnlyWhereDockerIsNotInstalled_data()
    {
        QTest::addColumn<bool>("installed");
        QTest::newRow("not installed") << false;
        QTest::newRow("its engine does not answer") << true;
    }
    void standsAloneOnlyWhereDockerIsNotInstalled()
    {
        QFETCH(bool, installed);
        const QString programs = m_fixture->path(QStringLiteral("programs"));
        QVERIFY(QDir().mkpath(programs));
        if (installed) {
            const QString docker = programs + QStringLiteral("/docker");
            QVERIFY_RESULT(
                base::writeFileAtomically(docker, "#!/bin/sh\necho Cannot connect to the Docker daemon >&2\nexit 1\n"));
            QVERIFY(QFile::setPermissions(docker, QFile::ReadOwner | QFile::ExeOwner));
        }
        const QByteArray before = qgetenv("PATH");
        qputenv("PATH", QFile::encodeName(programs));
        const auto detected = await(detectRuntime({}, &m_fixture->runner(), test::workingSandbox()));
        qputenv("PATH", before);
        QVERIFY_RESULT(detected);
        QCOMPARE(detected->runtime->name(), QStringLiteral("process"));
        QVERIFY2(detected->reason.startsWith(QLatin1String("process (Docker")), qPrintable(detected->reason));
        QCOMPARE(dynamic_cast<FallbackRuntime *>(detected->runtime.get()) != nullptr, installed);
    }
};

SLIPWAY_TEST(TstProcessRuntime)
#include "tst_processruntime.moc"
