// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/childprocess.h"
#include "core/process/processtree.h"
#include "tests/support/testmain.h"
#include "tests/unit/process/processtesting.h"

#include <QProcess>

#include <sys/wait.h>
#include <unistd.h>

using namespace slipway;
using namespace slipway::process;

/// Whatever way a child takes to escape, it is gone when the outcome is there.
class TstProcessTree final : public QObject {
    Q_OBJECT
    std::unique_ptr<HostProcessRunner> m_runner;

private Q_SLOTS:
    void initTestCase() { m_runner = std::make_unique<HostProcessRunner>(Sandbox(SandboxKind::None)); }
    void cleanupTestCase() { m_runner.reset(); }

    void wholeTreeIsGone_data()
    {
        QTest::addColumn<QStringList>("options"); // %1: file of process numbers
        QTest::addColumn<int>("processes");
        QTest::addColumn<bool>("cancelled");
        const auto row = [](const char *name, QStringList options, int processes) {
            QTest::addRow("%s, cancelled", name)
                << (options + QStringList { QStringLiteral("hang=1") }) << processes << true;
            QTest::addRow("%s, left behind", name) << options << processes << false;
        };
        const QString self = QStringLiteral("pidfile=%1");
        const QString child = QStringLiteral("child=%1");
        const QString daemon = QStringLiteral("daemon=%1");
        const QString stubborn = QStringLiteral("ignore-term=1");
        row("alone", { self }, 1);
        row("child", { self, child }, 2);
        row("daemon in its own session", { self, daemon }, 2);
        row("child and daemon", { self, child, daemon }, 3);
        row("stubborn child and daemon", { self, stubborn, child, daemon }, 3);
    }
    void wholeTreeIsGone()
    {
        QFETCH(QStringList, options);
        QFETCH(int, processes);
        QFETCH(bool, cancelled);
        QTemporaryDir folder;
        const QString pids = folder.filePath(QStringLiteral("pids"));
        for (QString &option : options)
            option.replace(QStringLiteral("%1"), pids);
        // It says when it is hanging; the others write their numbers by themselves.
        options << QStringLiteral("text=begun");
        auto spec = fakeCli(options);
        spec.grace = std::chrono::milliseconds(200);
        std::stop_source stop;
        LineSink sink;
        if (cancelled) {
            sink = [&](OutputChannel, const QByteArray &) {
                QTRY_COMPARE_WITH_TIMEOUT(numbersIn(pids).size(), processes, patienceMs);
                stop.request_stop();
            };
        }
        const auto outcome = test::await(m_runner->run(spec, sink, stop.get_token()));
        QCOMPARE(outcome.end, cancelled ? ProcessEnd::Cancelled : ProcessEnd::Finished);
        const auto numbers = numbersIn(pids);
        for (const pid_t pid : numbers)
            QVERIFY2(!isAlive(pid), qPrintable(QString::number(pid)));
    }

    void shellPipelineIsGone()
    {
        QTemporaryDir folder;
        const QString pids = folder.filePath(QStringLiteral("pids"));
        auto spec = shell(
            QStringLiteral("echo begun; (echo $$ >> '%1'; sleep 1000 | sleep 1000) & (setsid sh -c 'echo $$ >> \"%1\"; "
                           "nohup sleep 1000') & wait")
                .arg(pids));
        spec.grace = std::chrono::milliseconds(200);
        std::stop_source stop;
        const LineSink sink = [&](OutputChannel, const QByteArray &) {
            QTRY_COMPARE_WITH_TIMEOUT(numbersIn(pids).size(), 2, patienceMs);
            stop.request_stop();
        };
        const auto outcome = test::await(m_runner->run(spec, sink, stop.get_token()));
        QCOMPARE(outcome.end, ProcessEnd::Cancelled);
        const auto numbers = numbersIn(pids);
        QCOMPARE(numbers.size(), 2);
        for (const pid_t pid : numbers)
            QVERIFY(!isAlive(pid));
    }

    void strangersAreLeftAlone()
    {
        QProcess stranger;
        stranger.start(QStringLiteral("sleep"), { QStringLiteral("1000") });
        QVERIFY(stranger.waitForStarted());
        auto spec = fakeCli({ QStringLiteral("hang=1") });
        spec.timeout = std::chrono::milliseconds(50);
        const auto outcome = test::await(m_runner->run(spec));
        QCOMPARE(outcome.end, ProcessEnd::TimedOut);
        QVERIFY(isAlive(static_cast<pid_t>(stranger.processId())));
        stranger.kill();
        QVERIFY(stranger.waitForFinished());
    }
    void twoRunsDoNotEndEachOther()
    {
        QTemporaryDir folder;
        const QString pids = folder.filePath(QStringLiteral("pids"));
        std::stop_source stop;
        static constexpr auto keep
            = [](ProcessRunner *runner, ProcessSpec spec, std::stop_token token, ProcessOutcome *to) -> QCoro::Task<> {
            *to = co_await runner->run(std::move(spec), {}, std::move(token));
        };
        ProcessOutcome first;
        auto task = keep(m_runner.get(), fakeCli({ QStringLiteral("daemon=") + pids, QStringLiteral("hang=1") }),
                         stop.get_token(), &first);
        QTRY_COMPARE_WITH_TIMEOUT(numbersIn(pids).size(), 1, patienceMs);
        const auto second = test::await(m_runner->run(fakeCli({ QStringLiteral("child=/dev/null") })));
        QVERIFY(second.ok());
        QVERIFY(isAlive(numbersIn(pids).first()));
        stop.request_stop();
        test::await(std::move(task));
        QCOMPARE(first.end, ProcessEnd::Cancelled);
        QVERIFY(!isAlive(numbersIn(pids).first()));
    }
    void childDiesWithTheEngine()
    {
        // A helper process runs a runner of its own and is killed: nothing of ours gets a chance to clean up.
        QTemporaryDir folder;
        const QString pids = folder.filePath(QStringLiteral("pids"));
        const pid_t helper = ::fork();
        if (helper == 0) {
            // The test's own runner thread does not exist in this copy; start a child the way it does.
            const auto spec = fakeCli({ QStringLiteral("pidfile=") + pids, QStringLiteral("hang=1") });
            ChildRequest request;
            request.program = spec.program.toUtf8();
            request.arguments.append(request.program);
            for (const QString &argument : spec.arguments)
                request.arguments.append(argument.toUtf8());
            request.workingDirectory = "/";
            const auto child = startChild(request);
            ::pause();
            ::_exit(child ? 0 : 1);
        }
        QTRY_COMPARE_WITH_TIMEOUT(numbersIn(pids).size(), 1, patienceMs);
        const pid_t child = numbersIn(pids).first();
        QVERIFY(isAlive(child));
        ::kill(helper, SIGKILL);
        ::waitpid(helper, nullptr, 0);
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(child), patienceMs);
    }
};

SLIPWAY_TEST(TstProcessTree)
#include "tst_processtree.moc"
