// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/taskscope.h"
#include "tests/support/testmain.h"
#include "tests/unit/process/processtesting.h"

#include <QElapsedTimer>
#include <QTimer>

#include <fcntl.h>
#include <unistd.h>

#include <atomic>

using namespace slipway;
using namespace slipway::process;

namespace {

QCoro::Task<int> runMany(ProcessRunner *runner, int count)
{
    int good = 0;
    for (int i = 0; i < count; ++i) {
        const QString word = QStringLiteral("word%1").arg(i);
        QByteArray seen;
        auto spec = fakeCli({ QStringLiteral("text=") + word });
        LineSink sink = [&seen](OutputChannel, const QByteArray &line) { seen = line; };
        const auto outcome = co_await runner->run(std::move(spec), std::move(sink));
        if (outcome.ok() && seen == word.toUtf8() && outcome.out == seen + '\n')
            ++good;
    }
    co_return good;
}

} // namespace

class TstProcessRunner final : public QObject {
    Q_OBJECT
    std::unique_ptr<HostProcessRunner> m_runner;

    ProcessOutcome run(ProcessSpec spec, LineSink sink = {}, std::stop_token stop = {})
    {
        return test::await(m_runner->run(std::move(spec), std::move(sink), std::move(stop)));
    }

private Q_SLOTS:
    void initTestCase() { m_runner = std::make_unique<HostProcessRunner>(Sandbox(SandboxKind::None)); }
    void cleanupTestCase() { m_runner.reset(); }

    void reportsHowAProcessEnded_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("end");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("out");
        const auto row
            = [](const char *name, const QStringList &options, ProcessEnd end, int code, const QByteArray &out) {
                  QTest::newRow(name) << options << static_cast<int>(end) << code << out;
              };
        row("good", { QStringLiteral("text=hello") }, ProcessEnd::Finished, 0, "hello\n");
        row("exit code", { QStringLiteral("exit=7") }, ProcessEnd::Finished, 7, "");
        row("crash", { QStringLiteral("text=before"), QStringLiteral("crash=1") }, ProcessEnd::Crashed, 134,
            "before\n");
        row("no newline", { QStringLiteral("no-newline=half") }, ProcessEnd::Finished, 0, "half");
    }
    void reportsHowAProcessEnded()
    {
        QFETCH(QStringList, options);
        const auto outcome = run(fakeCli(options));
        QTEST(static_cast<int>(outcome.end), "end");
        QTEST(outcome.exitCode, "exitCode");
        QTEST(outcome.out, "out");
    }

    void isTalkedToWhileItRuns()
    {
        ProcessSpec spec;
        spec.program = QStringLiteral("sh");
        spec.arguments
            = { QStringLiteral("-c"), QStringLiteral("while read word; do echo \"heard $word\"; done; echo end") };
        spec.environment = baseEnvironment();
        spec.input = "first\n";
        spec.talk = std::make_shared<ProcessInput>();
        spec.timeout = std::chrono::seconds(20);
        const auto talk = spec.talk;
        QByteArrayList heard;
        const auto outcome = run(spec, [&](OutputChannel, const QByteArray &line) {
            heard.append(line);
            if (line == "heard first")
                talk->write("second\n");
            else if (line == "heard second")
                talk->close();
        });
        QVERIFY(outcome.ok());
        QCOMPARE(heard, QByteArrayList({ "heard first", "heard second", "end" }));
        talk->write("nobody\n"); // there is nobody any more, which is no harm
    }
    void talksMoreThanAPipeHolds()
    {
        ProcessSpec spec;
        spec.program = QStringLiteral("wc");
        spec.arguments = { QStringLiteral("-c") };
        spec.environment = baseEnvironment();
        spec.talk = std::make_shared<ProcessInput>();
        spec.talk->write(QByteArray(3'000'000, 'x'));
        const auto talk = spec.talk;
        QTimer::singleShot(50, qApp, [talk] {
            talk->write(QByteArray(2'000'000, 'y'));
            talk->close();
        });
        const auto outcome = run(spec);
        QVERIFY(outcome.ok());
        QCOMPARE(outcome.out.trimmed(), QByteArray("5000000"));
    }
    void missingExecutableIsToldAtOnce()
    {
        ProcessSpec spec;
        spec.program = QStringLiteral("slipway-no-such-program");
        spec.environment = baseEnvironment();
        QElapsedTimer clock;
        clock.start();
        const auto outcome = run(spec);
        QCOMPARE(outcome.end, ProcessEnd::FailedToStart);
        QVERIFY(outcome.error.contains(QStringLiteral("slipway-no-such-program")));
        QVERIFY(outcome.error.contains(QStringLiteral("install")));
        QVERIFY(clock.elapsed() < 2500); // QProcess would wait for three seconds
    }
    void brokenExecutableIsTold()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("broken")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("\x7f"
                   "ELF rubbish");
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        ProcessSpec spec;
        spec.program = file.fileName();
        const auto outcome = run(spec);
        QCOMPARE(outcome.end, ProcessEnd::FailedToStart);
        QVERIFY(outcome.error.contains(QStringLiteral("Cannot execute")));
    }
    void missingFolderIsTold()
    {
        const auto outcome = run(fakeCli({}, QStringLiteral("/no/such/folder")));
        QCOMPARE(outcome.end, ProcessEnd::FailedToStart);
        QVERIFY(outcome.error.contains(QStringLiteral("/no/such/folder")));
    }

    void argumentsAndEnvironmentArriveUnchanged()
    {
        QTemporaryDir folder;
        auto spec = fakeCli({ QStringLiteral("args=") + folder.filePath(QStringLiteral("args")),
                              QStringLiteral("env=") + folder.filePath(QStringLiteral("env")),
                              QStringLiteral("cwd=") + folder.filePath(QStringLiteral("cwd")) },
                            folder.path());
        spec.arguments << QStringLiteral("$(touch x); `id` \"quoted\" ü") << QString();
        spec.environment = { { QStringLiteral("ONLY"), QStringLiteral("this ü") } };
        const auto outcome = run(spec);
        QVERIFY(outcome.ok());
        const auto read = [&](const char *name) {
            QFile file(folder.filePath(QLatin1String(name)));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QVERIFY(read("args").contains("$(touch x); `id` \"quoted\" \xc3\xbc\n\n"));
        const auto environment = read("env").trimmed().split('\n');
        QCOMPARE(environment.size(), 2); // and the mark of the tree
        QVERIFY(environment.contains("ONLY=this \xc3\xbc"));
        QCOMPARE(read("cwd").trimmed(), folder.path().toUtf8());
    }

    void inputIsWrittenAndClosed_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : { 0, 1, 100'000, 5'000'000 })
            QTest::addRow("%d bytes", size) << size;
    }
    void inputIsWrittenAndClosed()
    {
        QFETCH(int, size);
        auto spec = shell(QStringLiteral("cat"));
        spec.input = QByteArray(size, 'i');
        const auto outcome = run(spec);
        QVERIFY(outcome.ok());
        QCOMPARE(outcome.out, spec.input);
    }
    void inputThatNobodyReadsIsNoCrash()
    {
        auto spec = shell(QStringLiteral("exit 3"));
        spec.input = QByteArray(5'000'000, 'i');
        const auto outcome = run(spec);
        QCOMPARE(outcome.end, ProcessEnd::Finished);
        QCOMPARE(outcome.exitCode, 3);
    }

    void linesArriveInOrderInTheCallersThreadBeforeTheEnd()
    {
        QByteArrayList lines;
        bool foreign = false;
        auto *const here = QThread::currentThread();
        const auto outcome = run(fakeCli({ QStringLiteral("lines=50000"), QStringLiteral("no-newline=last") }),
                                 [&](OutputChannel, const QByteArray &line) {
                                     foreign |= QThread::currentThread() != here;
                                     lines.append(line);
                                 });
        QVERIFY(outcome.ok());
        QVERIFY(!foreign);
        QCOMPARE(lines.size(), 50001);
        for (int i = 0; i < 50000; ++i)
            QCOMPARE(lines.at(i), "line " + QByteArray::number(i));
        QCOMPARE(lines.last(), QByteArray("last"));
    }
    void channelsAreKeptApart()
    {
        QByteArray out, err;
        const auto outcome = run(
            fakeCli({ QStringLiteral("text=to out"), QStringLiteral("err=to err") }),
            [&](OutputChannel channel, const QByteArray &line) { (channel == OutputChannel::Out ? out : err) = line; });
        QCOMPARE(out, QByteArray("to out"));
        QCOMPARE(err, QByteArray("to err"));
        QCOMPARE(outcome.out, QByteArray("to out\n"));
        QCOMPARE(outcome.err, QByteArray("to err\n"));
    }
    void linesArriveWhileItRuns()
    {
        // The child waits for a file that only the sink writes.
        QTemporaryDir folder;
        const QString flag = folder.filePath(QStringLiteral("flag"));
        auto spec = shell(QStringLiteral("echo ready; while [ ! -e '%1' ]; do sleep 0.01; done; echo done").arg(flag));
        spec.timeout = std::chrono::seconds(60);
        const auto outcome = run(spec, [&](OutputChannel, const QByteArray &line) {
            if (line == "ready") {
                QFile file(flag);
                QVERIFY(file.open(QIODevice::WriteOnly));
            }
        });
        QVERIFY(outcome.ok());
        QVERIFY(outcome.out.endsWith("done\n"));
    }

    void giantLineIsDroppedAndTold()
    {
        QByteArrayList lines;
        auto spec = fakeCli({ QStringLiteral("giant=50000000"), QStringLiteral("no-newline=after") });
        const auto outcome = run(spec, [&](OutputChannel, const QByteArray &line) { lines.append(line); });
        QVERIFY(outcome.ok());
        QCOMPARE(lines, QByteArrayList { "after" });
        QVERIFY(outcome.outputCut);
        QCOMPARE(outcome.out.size(), spec.maxOutput);
        QVERIFY(outcome.out.endsWith("xxx\nafter"));
    }
    void giantLineWithinTheLimitArrivesWhole()
    {
        auto spec = fakeCli({ QStringLiteral("giant=50000000") });
        spec.maxLine = 64 * 1024 * 1024;
        qsizetype size = 0;
        const auto outcome = run(spec, [&](OutputChannel, const QByteArray &line) { size = line.size(); });
        QVERIFY(outcome.ok());
        QCOMPARE(size, 50'000'000);
    }
    void binaryOutputIsKept()
    {
        const auto outcome
            = run(fakeCli({ QStringLiteral("garbage=100000") }), [](OutputChannel, const QByteArray &) { });
        QVERIFY(outcome.ok());
        QCOMPARE(outcome.out.size(), 100000);
        QVERIFY(outcome.out.contains('\0'));
        QVERIFY(!outcome.outputCut);
    }

    void timeoutEndsIt()
    {
        auto spec = fakeCli({ QStringLiteral("text=begun"), QStringLiteral("hang=1") });
        spec.timeout = std::chrono::milliseconds(150);
        const auto outcome = run(spec);
        QCOMPARE(outcome.end, ProcessEnd::TimedOut);
        QCOMPARE(outcome.out, QByteArray("begun\n"));
        QVERIFY(outcome.duration >= std::chrono::milliseconds(150));
        QVERIFY(outcome.duration < std::chrono::seconds(30));
    }
    void timeoutKillsWhatIgnoresSigterm()
    {
        auto spec = fakeCli({ QStringLiteral("ignore-term=1"), QStringLiteral("hang=1") });
        spec.timeout = std::chrono::milliseconds(100);
        spec.grace = std::chrono::milliseconds(200);
        const auto outcome = run(spec);
        QCOMPARE(outcome.end, ProcessEnd::TimedOut);
        QVERIFY(outcome.duration >= std::chrono::milliseconds(300));
        QVERIFY(outcome.duration < std::chrono::seconds(30));
    }
    void cancelEndsItOnce()
    {
        std::stop_source stop;
        const auto outcome = run(
            fakeCli({ QStringLiteral("text=begun"), QStringLiteral("hang=1") }),
            [&](OutputChannel, const QByteArray &) {
                stop.request_stop();
                stop.request_stop();
            },
            stop.get_token());
        QCOMPARE(outcome.end, ProcessEnd::Cancelled);
        QCOMPARE(outcome.out, QByteArray("begun\n"));
    }
    void cancelledBeforeTheStartNeverStarts()
    {
        QTemporaryDir folder;
        std::stop_source stop;
        stop.request_stop();
        const auto outcome = run(fakeCli({ QStringLiteral("pidfile=") + folder.filePath(QStringLiteral("pid")) }), {},
                                 stop.get_token());
        QCOMPARE(outcome.end, ProcessEnd::Cancelled);
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("pid"))));
    }
    void cancelAfterTheEndChangesNothing()
    {
        std::stop_source stop;
        const auto outcome = run(fakeCli({ QStringLiteral("text=x") }), {}, stop.get_token());
        stop.request_stop();
        QVERIFY(outcome.ok());
    }

    void manyQuickProcessesFromManyThreads()
    {
        constexpr int threads = 4;
        constexpr int each = 250;
        std::atomic<int> good = 0;
        std::vector<std::unique_ptr<QThread>> all;
        for (int i = 0; i < threads; ++i) {
            all.emplace_back(QThread::create([&] { good += test::await(runMany(m_runner.get(), each)); }));
            all.back()->start();
        }
        for (const auto &thread : all)
            QVERIFY(thread->wait(500'000));
        QCOMPARE(good.load(), threads * each);
    }

    void noDescriptorLeaks()
    {
        const auto count
            = [] { return QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::System | QDir::Files).size(); };
        run(fakeCli({}));
        const auto before = count();
        for (int i = 0; i < 20; ++i)
            run(fakeCli({ QStringLiteral("text=x") }));
        QTRY_VERIFY(count() <= before);
    }
    void childInheritsNoDescriptor()
    {
        QTemporaryDir folder;
        // Opened without O_CLOEXEC, as some libraries do.
        const int leak = ::open("/dev/null", O_RDWR);
        const auto outcome = run(shell(QStringLiteral("ls /proc/self/fd")));
        ::close(leak);
        QVERIFY(outcome.ok());
        auto seen = outcome.out.trimmed().split('\n');
        seen.removeLast(); // of ls itself, for the folder
        QCOMPARE(seen, (QByteArrayList { "0", "1", "2" }));
    }
    void childLeadsItsOwnSession()
    {
        const auto outcome = run(shell(QStringLiteral("cut -d' ' -f1,5,6 /proc/$$/stat")));
        const auto fields = outcome.out.trimmed().split(' ');
        QCOMPARE(fields.size(), 3);
        QCOMPARE(fields.at(0), fields.at(1));
        QCOMPARE(fields.at(0), fields.at(2));
    }

    void destructionEndsRunningProcesses_data()
    {
        QTest::addColumn<bool>("ignoresTerm");
        QTest::newRow("listens") << false;
        QTest::newRow("ignores SIGTERM") << true;
    }
    void destructionEndsRunningProcesses()
    {
        QFETCH(bool, ignoresTerm);
        QTemporaryDir folder;
        const QString pids = folder.filePath(QStringLiteral("pids"));
        auto runner = std::make_unique<HostProcessRunner>(Sandbox(SandboxKind::None));
        QStringList options { QStringLiteral("pidfile=") + pids, QStringLiteral("child=") + pids,
                              QStringLiteral("hang=1") };
        if (ignoresTerm)
            options << QStringLiteral("ignore-term=1");
        ProcessOutcome outcome;
        base::TaskScope scope;
        static constexpr auto keep = [](ProcessRunner *which, ProcessSpec spec, ProcessOutcome *to) -> QCoro::Task<> {
            *to = co_await which->run(std::move(spec));
        };
        scope.start(keep(runner.get(), fakeCli(options), &outcome), "run");
        QTRY_COMPARE_WITH_TIMEOUT(numbersIn(pids).size(), 2, patienceMs);
        QElapsedTimer clock;
        clock.start();
        runner.reset();
        QVERIFY(clock.elapsed() < 10'000); // two seconds and what a busy machine adds
        const auto numbers = numbersIn(pids);
        for (const pid_t pid : numbers)
            QVERIFY(!isAlive(pid));
        test::await(scope.drain());
        QCOMPARE(outcome.end, ProcessEnd::Cancelled);
    }
};

SLIPWAY_TEST(TstProcessRunner)
#include "tst_processrunner.moc"
