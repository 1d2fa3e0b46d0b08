// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/childprocess.h"
#include "core/process/sandbox.h"
#include "tests/support/testmain.h"
#include "tests/unit/process/processtesting.h"

#include <QElapsedTimer>
#include <QTcpServer>

#include <sys/wait.h>
#include <unistd.h>

using namespace slipway;
using namespace slipway::process;

class TstSandbox final : public QObject {
    Q_OBJECT
    std::unique_ptr<HostProcessRunner> m_runner;
    std::unique_ptr<QTemporaryDir> m_home; ///< plays the person's home
    QString m_workspace;
    bool m_works = false;

    ProcessSpec inside(const QString &script, bool network = false)
    {
        auto spec = shell(script, m_workspace);
        spec.environment.insert(QStringLiteral("HOME"), m_home->path());
        SandboxProfile profile;
        profile.writable << m_workspace;
        profile.readable << m_home->filePath(QStringLiteral("reference"));
        profile.network = network;
        spec.sandbox = profile;
        spec.timeout = std::chrono::seconds(60);
        return spec;
    }
    ProcessOutcome run(const ProcessSpec &spec) { return test::await(m_runner->run(spec)); }
    void write(const QString &name, const QByteArray &content)
    {
        QDir().mkpath(QFileInfo(m_home->filePath(name)).path());
        QFile file(m_home->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_runner = std::make_unique<HostProcessRunner>(Sandbox(SandboxKind::Bubblewrap));
        m_home = std::make_unique<QTemporaryDir>();
        m_workspace = m_home->filePath(QStringLiteral("ai-dev-pipeline/workspaces/one"));
        QVERIFY(QDir().mkpath(m_workspace));
        write(QStringLiteral(".ssh/id_ed25519"), "secret key");
        write(QStringLiteral(".ai-dev-pipeline/state"), "engine state");
        write(QStringLiteral("ai-dev-pipeline/workspaces/two/file"), "another project");
        write(QStringLiteral("reference/objects"), "reference");
        const auto works = test::await(Sandbox::probe(*m_runner));
        m_works = works.has_value();
        if (!m_works)
            qWarning("%s", qPrintable(works.error().message + QLatin1Char(' ') + works.error().detail));
    }
    void cleanupTestCase() { m_runner.reset(); }
    void init()
    {
        if (!m_works && !QByteArray(QTest::currentTestFunction()).startsWith("without"))
            QSKIP("bubblewrap does not work on this machine (user namespaces off, or not installed)");
    }

    void decidesWhatCanBeDone_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("out");
        const auto row = [](const char *name, const char *script, int exitCode, const QByteArray &out) {
            QTest::newRow(name) << QString::fromLatin1(script) << exitCode << out;
        };
        row("workspace is writable", "echo new > file && cat file", 0, "new\n");
        row("starts in the workspace", "basename \"$PWD\"", 0, "one\n");
        row("home is empty but for mounts", "ls -A \"$HOME\"", 0, "ai-dev-pipeline\nreference\n");
        row("keys are not there", "cat \"$HOME/.ssh/id_ed25519\" 2>/dev/null", 1, "");
        row("engine state is not there", "test -e \"$HOME/.ai-dev-pipeline\"", 1, "");
        row("other projects are not there", "ls \"$HOME/ai-dev-pipeline/workspaces\"", 0, "one\n");
        row("readable is readable", "cat \"$HOME/reference/objects\"", 0, "reference");
        row("readable is not writable", "echo x 2>/dev/null > \"$HOME/reference/objects\"", 2, "");
        row("system is not writable", "touch /usr/bin/x 2>/dev/null", 1, "");
        row("passwords are not there", "test -e /etc/shadow || test -e /etc/ssl/private || test -e /etc/ssh", 1, "");
        row("home takes files", "echo x > \"$HOME/note\" && cat \"$HOME/note\"", 0, "x\n");
        row("tmp is empty and writable",
            "ls -A /tmp | grep -v -e \"^$(basename \"$HOME\")$\"; echo x > /tmp/y && cat /tmp/y", 0, "x\n");
        row("temporary files go to tmp", "echo $TMPDIR", 0, "/tmp\n");
        row("no other process is seen", "test $(ls /proc | grep -c '^[0-9]') -lt 8", 0, "");
        row("certificates are there", "test -e /etc/ssl/certs || test -e /etc/pki", 0, "");
        row("no descriptor of bubblewrap", "for f in 3 4 5 6 7 8 9; do test -e /proc/$$/fd/$f && echo $f; done; true",
            0, "");
        row("exit code passes", "exit 42", 42, "");
        row("no mark", "env | grep -c SLIPWAY_RUN", 1, "0\n");
        row("no capabilities", "grep CapEff /proc/self/status | tr -d '\\t '", 0, "CapEff:0000000000000000\n");
        row("no new privileges", "grep -c 'NoNewPrivs:.1' /proc/self/status", 0, "1\n");
    }
    void decidesWhatCanBeDone()
    {
        QFETCH(QString, script);
        const auto outcome = run(inside(script));
        QCOMPARE(outcome.err, QByteArray());
        QTEST(outcome.out, "out");
        QTEST(outcome.exitCode, "exitCode");
        QCOMPARE(outcome.end, ProcessEnd::Finished);
    }
    void writingOutsideReachesNothing()
    {
        const auto outcome
            = run(inside(QStringLiteral("echo evil > \"$HOME/.profile\"; mkdir -p \"$HOME/.ssh\"; echo evil > "
                                        "\"$HOME/.ssh/id_ed25519\"; echo evil > /tmp/slipway-evil; true")));
        QVERIFY(outcome.ok());
        QVERIFY(!QFile::exists(m_home->filePath(QStringLiteral(".profile"))));
        QVERIFY(!QFile::exists(QStringLiteral("/tmp/slipway-evil")));
        QFile key(m_home->filePath(QStringLiteral(".ssh/id_ed25519")));
        QVERIFY(key.open(QIODevice::ReadOnly));
        QCOMPARE(key.readAll(), QByteArray("secret key"));
    }
    void linkOutOfTheWorkspaceLeadsNowhere()
    {
        QVERIFY(QFile::link(m_home->filePath(QStringLiteral(".ssh")), m_workspace + QStringLiteral("/link")));
        const auto outcome = run(inside(QStringLiteral("cat link/id_ed25519 2>/dev/null")));
        QVERIFY(!outcome.ok());
        QCOMPARE(outcome.out, QByteArray());
        QVERIFY(QFile::remove(m_workspace + QStringLiteral("/link")));
    }

    void toolsWork_data()
    {
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QString>("script");
        const auto row = [](const char *tool, const char *script) {
            QTest::newRow(tool) << QString::fromLatin1(tool) << QString::fromLatin1(script);
        };
        row("python3", "python3 -c 'import ssl, json, sqlite3; print(6*7)'");
        row("node", "node -e 'console.log(6*7)'");
        row("bash", "bash -c 'echo $((6*7))'");
        row("git",
            "git init -q r && git -C r -c user.name=a -c user.email=a@b commit -q --allow-empty -m x && echo 42");
    }
    void toolsWork()
    {
        QFETCH(QString, tool);
        QFETCH(QString, script);
        if (findProgram(tool).isEmpty())
            QSKIP("the tool is not installed");
        const auto outcome = run(inside(script));
        QVERIFY2(outcome.ok(), outcome.err.constData());
        QCOMPARE(outcome.out, QByteArray("42\n"));
    }
    void toolsOfTheRealHomeWork()
    {
        // Version managers live below the home, which is empty inside but for them.
        if (findProgram(QStringLiteral("python3")).isEmpty())
            QSKIP("python3 is not installed");
        auto spec = inside(QStringLiteral("python3 -c 'print(6*7)'"));
        spec.environment.insert(QStringLiteral("HOME"), QDir::homePath());
        const auto outcome = run(spec);
        QVERIFY2(outcome.ok(), outcome.err.constData());
        QCOMPARE(outcome.out, QByteArray("42\n"));
    }
    void programOutsideTheSystemRuns()
    {
        auto spec = inside(QString());
        const auto cli = fakeCli({ QStringLiteral("text=from outside") });
        spec.program = cli.program;
        spec.arguments = cli.arguments;
        const auto outcome = run(spec);
        QVERIFY2(outcome.ok(), outcome.err.constData());
        QCOMPARE(outcome.out, QByteArray("from outside\n"));
    }

    void networkIsOffUnlessAskedFor_data()
    {
        QTest::addColumn<bool>("network");
        QTest::newRow("off") << false;
        QTest::newRow("on") << true;
    }
    void networkIsOffUnlessAskedFor()
    {
        QFETCH(bool, network);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        auto spec = inside(
            QStringLiteral("bash -c 'exec 3<>/dev/tcp/127.0.0.1/%1' 2>/dev/null").arg(server.serverPort()), network);
        QCOMPARE(run(spec).ok(), network);
    }
    void privateLoopbackWorks()
    {
        if (findProgram(QStringLiteral("python3")).isEmpty())
            QSKIP("python3 is not installed");
        const auto outcome
            = run(inside(QStringLiteral("python3 -c 'import socket; s=socket.create_server((\"127.0.0.1\",0)); "
                                        "socket.create_connection(s.getsockname()); print(\"ok\")'")));
        QCOMPARE(outcome.out, QByteArray("ok\n"));
    }

    void missingProgramAndFolderAreTold()
    {
        auto spec = inside(QString());
        spec.program = QStringLiteral("slipway-no-such-program");
        QCOMPARE(run(spec).end, ProcessEnd::FailedToStart);
        spec = inside(QStringLiteral("true"));
        spec.sandbox->readable << QStringLiteral("/no/such/folder");
        const auto outcome = run(spec);
        QCOMPARE(outcome.end, ProcessEnd::FailedToStart);
        QVERIFY(outcome.error.contains(QStringLiteral("/no/such/folder")));
    }
    void crashInsideIsACrash()
    {
        QCOMPARE(run(inside(QStringLiteral("kill -SEGV $$"))).end, ProcessEnd::Crashed);
        QCOMPARE(run(inside(QStringLiteral("exit 3"))).end, ProcessEnd::Finished);
    }

    void gracefulEndReachesTheProgramInside()
    {
        auto spec = inside(
            QStringLiteral("trap 'echo saved > saved; exit 0' TERM; echo ready; while :; do sleep 0.02; done"));
        std::stop_source stop;
        const auto outcome = test::await(
            m_runner->run(spec, [&](OutputChannel, const QByteArray &) { stop.request_stop(); }, stop.get_token()));
        QCOMPARE(outcome.end, ProcessEnd::Cancelled);
        QVERIFY(QFile::exists(m_workspace + QStringLiteral("/saved")));
    }
    void nothingInsideSurvives_data()
    {
        QTest::addColumn<bool>("cancelled");
        QTest::newRow("cancelled") << true;
        QTest::newRow("left behind") << false;
    }
    void nothingInsideSurvives()
    {
        QFETCH(bool, cancelled);
        // A process that cleared its environment, left the session and ignores SIGTERM. Seen from outside by its command
        // line, which is unique.
        const QString unique = QStringLiteral("3333%1").arg(QCoreApplication::applicationPid());
        auto spec
            = inside(QStringLiteral("trap '' TERM; (setsid env -i sh -c 'trap \"\" TERM; sleep %1; :' "
                                    "</dev/null >/dev/null 2>&1 &) ; while ! grep -qs %1 /proc/*/cmdline; do :; done; "
                                    "echo ready; %2")
                         .arg(unique, cancelled ? QStringLiteral("sleep 1000") : QStringLiteral("true")));
        spec.grace = std::chrono::milliseconds(100);
        std::stop_source stop;
        LineSink sink;
        if (cancelled)
            sink = [&](OutputChannel, const QByteArray &) { stop.request_stop(); };
        const auto outcome = test::await(m_runner->run(spec, sink, stop.get_token()));
        QCOMPARE(outcome.end, cancelled ? ProcessEnd::Cancelled : ProcessEnd::Finished);
        QCOMPARE(outcome.out, QByteArray("ready\n"));
        const auto processes = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
        for (const QString &process : processes) {
            QFile commandLine(QStringLiteral("/proc/%1/cmdline").arg(process));
            if (commandLine.open(QIODevice::ReadOnly))
                QVERIFY(!commandLine.readAll().contains(unique.toUtf8()));
        }
    }
    void sandboxDiesWithTheEngine()
    {
        const QString unique = QStringLiteral("4444%1").arg(QCoreApplication::applicationPid());
        const QByteArray line = QByteArray("sleep\0", 6) + unique.toUtf8();
        const auto isRunning = [&] {
            const auto processes = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
            return std::ranges::any_of(processes, [&](const QString &process) {
                QFile commandLine(QStringLiteral("/proc/%1/cmdline").arg(process));
                return commandLine.open(QIODevice::ReadOnly) && commandLine.readAll().startsWith(line);
            });
        };
        auto spec = inside(QStringLiteral("setsid sleep %1 & sleep %1").arg(unique));
        spec.program = findProgram(spec.program);
        const auto wrapped = Sandbox(SandboxKind::Bubblewrap).wrap(spec);
        const pid_t helper = ::fork();
        if (helper == 0) {
            ChildRequest request;
            request.program = findProgram(wrapped.program).toUtf8();
            request.arguments.append(request.program);
            for (const QString &argument : wrapped.arguments)
                request.arguments.append(argument.toUtf8());
            request.environment.append("PATH=/usr/bin:/bin");
            request.workingDirectory = "/";
            const auto child = startChild(request);
            ::pause();
            ::_exit(child ? 0 : 1);
        }
        QTRY_VERIFY_WITH_TIMEOUT(isRunning(), patienceMs);
        ::kill(helper, SIGKILL);
        ::waitpid(helper, nullptr, 0);
        QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), patienceMs);
    }

    void isCheap()
    {
        // Compared with a plain process, so that a busy machine does not matter.
        const auto timeOf = [&](bool sandboxed) {
            auto spec = inside(QStringLiteral("true"));
            if (!sandboxed)
                spec.sandbox.reset();
            QElapsedTimer clock;
            clock.start();
            for (int i = 0; i < 10; ++i) {
                if (!run(spec).ok())
                    return -1.0;
            }
            return static_cast<double>(clock.nsecsElapsed()) / 1e7;
        };
        const double plain = timeOf(false);
        const double sandboxed = timeOf(true);
        qInfo("plain %.1f ms, sandboxed %.1f ms", plain, sandboxed);
        QVERIFY(plain > 0 && sandboxed > 0);
        QVERIFY(sandboxed < 40 * plain + 100);
    }

    void withoutSandboxTheProbeFails()
    {
        HostProcessRunner bare { Sandbox(SandboxKind::None) };
        const auto result = test::await(Sandbox::probe(bare));
        QVERIFY(!result);
        QCOMPARE(toString(result.error().code), toString(ErrorCode::Unavailable));
        QVERIFY(!result.error().hint.isEmpty());
    }
    void withoutProfileNothingIsWrapped()
    {
        const auto spec = shell(QStringLiteral("true"));
        QCOMPARE(Sandbox(SandboxKind::Bubblewrap).wrap(spec).program, spec.program);
        auto asked = inside(QStringLiteral("true"));
        QCOMPARE(Sandbox(SandboxKind::None).wrap(asked).program, asked.program);
    }
};

SLIPWAY_TEST(TstSandbox)
#include "tst_sandbox.moc"
