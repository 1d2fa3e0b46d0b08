// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/agentcatalog.h"
#include "core/agents/agentrunner.h"
#include "core/agents/roles/taskprompt.h"
#include "core/base/files.h"
#include "core/process/hostprocessrunner.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTemporaryDir>

using namespace slipway;
using namespace std::chrono_literals;

/// The replay agent as the engine uses it: the driver, the runner and a real child process.
class TstReplay final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void writesDeletesAndAnswers();
    void dotFilesAreWritten();
    void commandsReallyRunAndFailuresAreShown();
    void paceScalesTheDelays();
    void nothingLeavesTheWorkspace_data();
    void nothingLeavesTheWorkspace();
    void stallIsFoundByItsOwnLimit();
    void secondAttemptPlaysItsOwnScene();
    void reviewReportsEveryCriterionAsMet();
    void structuredFilesAreAnswers();
    void missingSceneIsAnAgentError();
    void brokenRecordingIsAnAgentError();
    void unknownRecipeIsSetupFailed();
    void runsInsideTheSandbox();
    void garbageOnStdinIsRefused();

private:
    agents::AgentResult play(const QString &subject, const QString &purpose = QStringLiteral("implement"));
    QByteArray content(const QString &path) const;

    std::unique_ptr<process::HostProcessRunner> m_processes;
    std::unique_ptr<agents::AgentCatalog> m_catalog;
    std::unique_ptr<QTemporaryDir> m_folder;
    agents::AgentRequest m_request;
    QList<agents::TranscriptEvent> m_events;
    std::stop_source m_stop;
};

void TstReplay::initTestCase()
{
    m_processes = std::make_unique<process::HostProcessRunner>(process::Sandbox(process::SandboxKind::None));
    m_catalog
        = std::make_unique<agents::AgentCatalog>(agents::AgentCatalogOptions { QStringLiteral(REPLAY_PLAYER), {}, {} });
}

void TstReplay::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("work")));
    m_events.clear();
    m_request = {};
    m_request.run = QStringLiteral("r1");
    m_request.workspace = m_folder->filePath(QStringLiteral("work"));
    m_request.extra = { { QStringLiteral("recipe"), QStringLiteral("sample") }, { QStringLiteral("pace"), 0 } };
}

agents::AgentResult TstReplay::play(const QString &subject, const QString &purpose)
{
    const base::SystemClock clock;
    agents::AgentRunner runner(*m_processes, clock, m_folder->filePath(QStringLiteral("logs")));
    m_request.subject = subject;
    m_request.purpose = purpose;
    const auto driver = m_catalog->find(QStringLiteral("replay"));
    return test::await(runner.run(
        driver->get(), m_request, [this](const auto &event) { m_events.append(event); }, m_stop.get_token()));
}

QByteArray TstReplay::content(const QString &path) const
{
    return base::readFile(m_request.workspace + QLatin1Char('/') + path).value_or("(missing)");
}

void TstReplay::writesDeletesAndAnswers()
{
    QVERIFY(base::writeFileAtomically(m_request.workspace + QStringLiteral("/old.txt"), "old"));
    QVERIFY(base::makeFolder(m_request.workspace + QStringLiteral("/olddir/deep")));
    const auto result = play(QStringLiteral("first"));
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(result.text, QStringLiteral("All done.\n"));
    QCOMPARE(result.usage, (domain::Usage { 0, 1200, 34, 3 }));
    QCOMPARE(content(QStringLiteral("src/app.py")), QByteArray("def first():\n    return 1\n"));
    QVERIFY(QFileInfo(m_request.workspace + QStringLiteral("/tool.sh")).isExecutable());
    QVERIFY(!QFileInfo(m_request.workspace + QStringLiteral("/src/app.py")).isExecutable());
    QCOMPARE(content(QStringLiteral("old.txt")), QByteArray("(missing)"));
    QVERIFY(!QFileInfo::exists(m_request.workspace + QStringLiteral("/olddir")));
    QVERIFY(m_events.first().text.contains(QStringLiteral("Recording")));
    QVERIFY(std::ranges::any_of(
        m_events, [](const auto &event) { return agents::activityOf(event) == QLatin1String("Write src/app.py"); }));
}

void TstReplay::dotFilesAreWritten()
{
    QVERIFY(play(QStringLiteral("hidden")).ok());
    QCOMPARE(content(QStringLiteral(".github/workflows/ci.yml")), QByteArray("on: push\n"));
    QCOMPARE(content(QStringLiteral(".dockerignore")), QByteArray(".git\n"));
}

void TstReplay::commandsReallyRunAndFailuresAreShown()
{
    const auto result = play(QStringLiteral("run"));
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(content(QStringLiteral("made.txt")), QByteArray("made\n"));
    QStringList texts;
    for (const auto &event : std::as_const(m_events)) {
        if (event.kind == agents::TranscriptEvent::Kind::ToolResult)
            texts.append((event.isError ? QStringLiteral("ERROR ") : QString()) + event.text);
    }
    QCOMPARE(texts.size(), 3);
    QCOMPARE(texts.at(0), QStringLiteral("seen\n"));
    QCOMPARE(texts.at(1), QStringLiteral("ERROR Exit code 3\nbroken\n"));
    QVERIFY2(texts.at(2).startsWith(QStringLiteral("ERROR Exit code 127")), qPrintable(texts.at(2)));
}

void TstReplay::paceScalesTheDelays()
{
    QElapsedTimer timer;
    timer.start();
    QVERIFY(play(QStringLiteral("first")).ok());
    const qint64 unpaced = timer.restart();
    m_request.extra[QStringLiteral("pace")] = 2;
    QVERIFY(play(QStringLiteral("first")).ok());
    QVERIFY2(timer.elapsed() >= 800, qPrintable(QString::number(timer.elapsed()))); // 400 ms recorded
    QVERIFY2(unpaced < 800, qPrintable(QString::number(unpaced)));
}

void TstReplay::nothingLeavesTheWorkspace_data()
{
    QTest::addColumn<QString>("subject");
    QTest::newRow("delete with ..") << QStringLiteral("escape");
    QTest::newRow("write through a link") << QStringLiteral("link");
}

void TstReplay::nothingLeavesTheWorkspace()
{
    QFETCH(QString, subject);
    const QString outside = m_folder->filePath(QStringLiteral("outside.txt"));
    QVERIFY(base::writeFileAtomically(outside, "keep"));
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("elsewhere")));
    QVERIFY(QFile::link(m_folder->filePath(QStringLiteral("elsewhere")), m_request.workspace + QStringLiteral("/sub")));
    const auto result = play(subject);
    QCOMPARE(domain::toString(result.failure), QStringLiteral("agent_error"));
    QVERIFY2(result.detail.contains(QStringLiteral("leaves its folder")), qPrintable(result.detail));
    QCOMPARE(base::readFile(outside).value_or("gone"), QByteArray("keep"));
    QVERIFY(QDir(m_folder->filePath(QStringLiteral("elsewhere"))).isEmpty());
}

void TstReplay::stallIsFoundByItsOwnLimit()
{
    m_request.extra[QStringLiteral("pace")] = 1;
    QElapsedTimer timer;
    timer.start();
    const auto result = play(QStringLiteral("stall"));
    QCOMPARE(domain::toString(result.failure), QStringLiteral("stalled")); // the request's own limit is 20 minutes
    QVERIFY(timer.elapsed() < 10'000);
}

void TstReplay::secondAttemptPlaysItsOwnScene()
{
    m_request.extra[QStringLiteral("attempt")] = 2;
    QVERIFY(play(QStringLiteral("stall")).ok());
    QVERIFY(
        std::ranges::any_of(m_events, [](const auto &event) { return event.text == QLatin1String("Now it works"); }));
}

void TstReplay::reviewReportsEveryCriterionAsMet()
{
    m_request.schema = agents::reviewSchema();
    m_request.extra[QStringLiteral("acceptance")] = QJsonArray { QStringLiteral("one"), QStringLiteral("two") };
    const auto result = play(QStringLiteral("anything"), QStringLiteral("review"));
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(result.structured.value(QLatin1String("verdict")).toString(), QStringLiteral("approve"));
    const auto criteria = result.structured.value(QLatin1String("criteria")).toArray();
    QCOMPARE(criteria.size(), 2);
    QCOMPARE(criteria.at(1).toObject().value(QLatin1String("criterion")).toString(), QStringLiteral("two"));
    QVERIFY(criteria.at(1).toObject().value(QLatin1String("met")).toBool());
    // A recording that brings its own is not touched.
    const auto own = play(QStringLiteral("own"), QStringLiteral("review"));
    QCOMPARE(own.structured.value(QLatin1String("criteria")).toArray().size(), 1);
}

void TstReplay::structuredFilesAreAnswers()
{
    const auto result = play({}, QStringLiteral("plan"));
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(result.structured.value(QLatin1String("summary")).toString(), QStringLiteral("one"));
}

void TstReplay::missingSceneIsAnAgentError()
{
    const auto result = play(QStringLiteral("first"), QStringLiteral("ci_fix"));
    QCOMPARE(domain::toString(result.failure), QStringLiteral("agent_error"));
    QVERIFY2(result.detail.contains(QStringLiteral("ci_fix first")), qPrintable(result.detail));
}

void TstReplay::brokenRecordingIsAnAgentError()
{
    const auto result = play({}, QStringLiteral("broken"));
    QCOMPARE(domain::toString(result.failure), QStringLiteral("agent_error"));
    QVERIFY2(result.detail.contains(QStringLiteral("not a JSON object")), qPrintable(result.detail));
}

void TstReplay::unknownRecipeIsSetupFailed()
{
    m_request.extra[QStringLiteral("recipe")] = QStringLiteral("nope");
    const auto result = play(QStringLiteral("first"));
    QCOMPARE(domain::toString(result.failure), QStringLiteral("setup_failed"));
    QVERIFY(result.detail.contains(QStringLiteral("sample")));
}

void TstReplay::runsInsideTheSandbox()
{
    const auto holds = test::await(process::Sandbox::probe(*m_processes));
    m_processes->setSandbox(process::Sandbox(process::SandboxKind::Bubblewrap));
    const auto probed = test::await(process::Sandbox::probe(*m_processes));
    if (!probed) {
        m_processes->setSandbox(process::Sandbox(process::SandboxKind::None));
        QSKIP("bubblewrap does not work on this machine");
    }
    QVERIFY(!holds); // without bubblewrap the probe has to notice
    const auto result = play(QStringLiteral("run"));
    m_processes->setSandbox(process::Sandbox(process::SandboxKind::None));
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(content(QStringLiteral("made.txt")), QByteArray("made\n"));
}

void TstReplay::garbageOnStdinIsRefused()
{
    process::ProcessSpec spec;
    spec.program = QStringLiteral(REPLAY_PLAYER);
    spec.arguments = { QStringLiteral("internal-replay") };
    spec.workingDirectory = m_folder->path();
    spec.environment = process::baseEnvironment();
    for (const QByteArray &input : { QByteArray(), QByteArray("garbage"), QByteArray("{}"),
                                     QByteArray(R"({"purpose":"plan","workspace":"/nonexistent"})") }) {
        spec.input = input;
        const auto outcome = test::await(m_processes->run(spec));
        QCOMPARE(outcome.exitCode, 2);
    }
}

SLIPWAY_TEST(TstReplay)
#include "tst_replay.moc"
