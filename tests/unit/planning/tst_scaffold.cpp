// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/devopsagent.h"
#include "core/planning/scaffoldcheck.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"
#include "tests/unit/planning/scriptedagent.h"

#include <QTemporaryDir>

using namespace slipway;
using domain::FailureClass;
using test::ScriptedAgent;

namespace {

const char *const goodWorkflow = R"(name: CI
on: [push, pull_request]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: python3 -m unittest discover
)";

const QMap<QString, QByteArray> &goodScaffold()
{
    static const QMap<QString, QByteArray> files {
        { QStringLiteral("Dockerfile"),
          "FROM python:3.12-slim\nENV PORT=8000\nEXPOSE 8000\nCMD [\"python3\", \"-m\", \"app\"]\n" },
        { QStringLiteral(".dockerignore"), ".git\n" },
        { QStringLiteral(".github/workflows/ci.yml"), goodWorkflow },
        { QStringLiteral("app/server.py"), "ROUTES = {'/healthz': None}\n" },
        { QStringLiteral("tests/test_health.py"), "import unittest\n" },
    };
    return files;
}

void write(const QString &folder, const QMap<QString, QByteArray> &files)
{
    for (auto it = files.begin(); it != files.end(); ++it) {
        const QString path = folder + QLatin1Char('/') + it.key();
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QVERIFY(base::writeFileAtomically(path, it.value()));
    }
}

/// A coroutine that is done at once. Its argument is a value: the caller's lambda may be gone when it is read.
Async<QString> ready(Result<QString> value)
{
    co_return value;
}

} // namespace

class TstScaffold final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatIsMissingIsNamed_data();
    void whatIsMissingIsNamed();
    void testCommandIsWhatTheAgentTold_data();
    void testCommandIsWhatTheAgentTold();
    void testCommandIsWhatTheWorkflowRuns();
    void linksOutOfTheWorkspaceAreNotRead();
    void goodScaffoldNeedsOneRun();
    void missingPartsAreRepairedOnce();
    void testsThatFailAreRepairedOnce();
    void secondFailureIsAnErrorWithTheList();
    void databaseNeedsASchemaOrAReason();
    void databaseWithoutSchemaIsOnlyAWarning();
    void failedRunsArePassedOn();

private:
    planning::PlanningContext context() const;
    std::unique_ptr<QTemporaryDir> m_folder;
    ScriptedAgent m_agent;
};

void TstScaffold::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_agent = {};
}

planning::PlanningContext TstScaffold::context() const
{
    planning::PlanningContext context;
    context.project = QStringLiteral("shop");
    context.idea = QStringLiteral("Build a shop");
    context.workspace = m_folder->path();
    return context;
}

void TstScaffold::whatIsMissingIsNamed_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("content"); ///< null: the file is missing
    QTest::addColumn<QString>("violation"); ///< start of it; empty: none
    const QString ci = QStringLiteral(".github/workflows/ci.yml");
    const QString docker = QStringLiteral("Dockerfile");
    QTest::newRow("good") << QStringLiteral("README.md") << QByteArray("x") << QString();
    QTest::newRow("no Dockerfile") << docker << QByteArray() << QStringLiteral("There is no Dockerfile");
    QTest::newRow("no port") << docker << QByteArray("FROM x\nCMD [\"y\"]\n")
                             << QStringLiteral("The Dockerfile neither exposes");
    QTest::newRow("port from environment") << docker << QByteArray("FROM x\nCMD y --port $PORT\n") << QString();
    QTest::newRow("no command") << docker << QByteArray("FROM x\nEXPOSE 8000\n")
                                << QStringLiteral("The Dockerfile has no CMD");
    QTest::newRow("no .dockerignore") << QStringLiteral(".dockerignore") << QByteArray()
                                      << QStringLiteral("There is no .dockerignore");
    QTest::newRow("no workflow") << ci << QByteArray() << QStringLiteral("There is no workflow");
    QTest::newRow("not YAML") << ci << QByteArray("jobs: [\n  x: {") << QStringLiteral("ci.yml is not valid YAML");
    QTest::newRow("a list") << ci << QByteArray("- a\n- b\n") << QStringLiteral("ci.yml has no jobs");
    QTest::newRow("never starts") << ci << QByteArray("on: workflow_dispatch\njobs: {t: {steps: [{run: make test}]}}\n")
                                  << QStringLiteral("ci.yml does not start on push");
    QTest::newRow("no tests") << ci
                              << QByteArray(
                                     "on: push\njobs: {t: {steps: [{run: echo hello}, {uses: actions/checkout@v4}]}}\n")
                              << QStringLiteral("ci.yml has no step");
    QTest::newRow("odd steps") << ci << QByteArray("on: push\njobs: {t: {steps: none}, u: 7, v: {steps: [1, null]}}\n")
                               << QStringLiteral("ci.yml has no step");
    QTest::newRow("map of events") << ci
                                   << QByteArray(
                                          "on: {push: {branches: [dev]}}\njobs: {t: {steps: [{run: npm test}]}}\n")
                                   << QString();
    QTest::newRow("no health") << QStringLiteral("app/server.py") << QByteArray("pass\n")
                               << QStringLiteral("No source file of the application");
    QTest::newRow("no test") << QStringLiteral("tests/test_health.py") << QByteArray()
                             << QStringLiteral("There is no test file");
}

void TstScaffold::whatIsMissingIsNamed()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, content);
    QFETCH(QString, violation);
    auto files = goodScaffold();
    if (content.isNull())
        files.remove(path);
    else
        files[path] = content;
    write(m_folder->path(), files);
    const QStringList found = planning::scaffoldViolations(m_folder->path());
    QCOMPARE(found.size(), violation.isEmpty() ? 0 : 1);
    if (!violation.isEmpty())
        QVERIFY2(found.first().startsWith(violation), qPrintable(found.first()));
}

void TstScaffold::testCommandIsWhatTheAgentTold_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *answer, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(answer) << QString::fromUtf8(expected);
    };
    row("plain", "It runs.\n\nTEST COMMAND: python3 -m unittest discover", "python3 -m unittest discover");
    row("in bold and code", "**TEST COMMAND:** `npm test -- --run`\n", "npm test -- --run");
    row("the last one", "TEST COMMAND: <command>\nTEST COMMAND: go test ./...\n", "go test ./...");
    row("none", "The test command is make test.", "");
    row("nothing behind it", "TEST COMMAND:\n", "");
}

void TstScaffold::testCommandIsWhatTheAgentTold()
{
    QFETCH(QString, answer);
    QTEST(planning::testCommandTold(answer), "expected");
}

void TstScaffold::testCommandIsWhatTheWorkflowRuns()
{
    const QTemporaryDir folder;
    QCOMPARE(planning::testCommandInWorkflow(folder.path()), QString());
    write(folder.path(), goodScaffold());
    QCOMPARE(planning::testCommandInWorkflow(folder.path()), QStringLiteral("python3 -m unittest discover"));
    QByteArray several = goodWorkflow;
    several.replace("python3 -m unittest discover", "|\n          cd app\n          python3 -m unittest");
    write(folder.path(), { { QStringLiteral(".github/workflows/ci.yml"), several } });
    QCOMPARE(planning::testCommandInWorkflow(folder.path()), QString());
}

void TstScaffold::linksOutOfTheWorkspaceAreNotRead()
{
    auto files = goodScaffold();
    files.remove(QStringLiteral("tests/test_health.py"));
    write(m_folder->path(), files);
    QVERIFY(QFile::link(QStringLiteral("/"), m_folder->filePath(QStringLiteral("tests"))));
    QCOMPARE(planning::scaffoldViolations(m_folder->path()), QStringList { QStringLiteral("There is no test file") });
}

void TstScaffold::goodScaffoldNeedsOneRun()
{
    m_agent.answers[QStringLiteral("devops")] = [this](const auto &) {
        write(m_folder->path(), goodScaffold());
        return ScriptedAgent::text(QStringLiteral("Summary"));
    };
    planning::DevOpsAgent agent(m_agent.run());
    const auto report = test::await(agent.setupCicdPipeline(context()));
    QVERIFY_RESULT(report);
    QCOMPARE(report->summary, QStringLiteral("Summary"));
    QVERIFY(report->warnings.isEmpty());
    QCOMPARE(m_agent.asked.size(), 1);
    QCOMPARE(m_agent.asked.first().workspace, m_folder->path());
}

void TstScaffold::missingPartsAreRepairedOnce()
{
    m_agent.answers[QStringLiteral("devops")] = [this](const agents::AgentRequest &request) {
        auto files = goodScaffold();
        if (request.round == 0)
            files.remove(QStringLiteral(".dockerignore"));
        write(m_folder->path(), files);
        return ScriptedAgent::text(QStringLiteral("Summary"));
    };
    planning::DevOpsAgent agent(m_agent.run());
    QVERIFY_RESULT(test::await(agent.setupCicdPipeline(context())));
    QCOMPARE(m_agent.asked.size(), 2);
    QVERIFY(!m_agent.asked.first().prompt.contains(QStringLiteral("There is no .dockerignore")));
    QVERIFY(m_agent.asked.last().prompt.contains(QStringLiteral("There is no .dockerignore")));
    QCOMPARE(m_agent.asked.last().round, 1);
}

void TstScaffold::testsThatFailAreRepairedOnce()
{
    m_agent.answers[QStringLiteral("devops")] = [this](const auto &) {
        write(m_folder->path(), goodScaffold());
        return ScriptedAgent::text(QStringLiteral("TEST COMMAND: make test"));
    };
    QStringList tried;
    qsizetype failures = 1;
    const auto runTests = [&](QString, QString answer) -> Async<QString> {
        tried.append(answer);
        return ready(Result<QString>(tried.size() <= failures ? QStringLiteral("1 of 3 failed") : QString()));
    };
    planning::DevOpsAgent agent(m_agent.run(), runTests);
    QVERIFY_RESULT(test::await(agent.setupCicdPipeline(context())));
    QCOMPARE(tried, QStringList(2, QStringLiteral("TEST COMMAND: make test")));
    QVERIFY(m_agent.asked.last().prompt.contains(QStringLiteral("1 of 3 failed")));

    tried.clear();
    failures = 9; // a scaffold whose tests fail would make every issue fail
    const auto never = test::await(agent.setupCicdPipeline(context()));
    QVERIFY(!never);
    QVERIFY(never.error().message.contains(QStringLiteral("1 of 3 failed")));
}

void TstScaffold::secondFailureIsAnErrorWithTheList()
{
    m_agent.answers[QStringLiteral("devops")]
        = [](const auto &) { return ScriptedAgent::text(QStringLiteral("Did it!")); };
    planning::DevOpsAgent agent(m_agent.run());
    const auto report = test::await(agent.setupCicdPipeline(context()));
    QVERIFY(!report);
    QVERIFY(report.error().message.contains(QStringLiteral("There is no Dockerfile")));
    QCOMPARE(m_agent.asked.size(), 2);
}

void TstScaffold::databaseNeedsASchemaOrAReason()
{
    m_agent.answers[QStringLiteral("database")]
        = [](const auto &) { return ScriptedAgent::text(QStringLiteral("NO DATABASE NEEDED: it only computes.")); };
    planning::DatabaseAgent agent(m_agent.run());
    QVERIFY_RESULT(test::await(agent.setupDatabase(context())));
    QCOMPARE(m_agent.asked.size(), 1);

    m_agent.answers[QStringLiteral("database")] = [this](const agents::AgentRequest &request) {
        if (request.round == 1)
            write(m_folder->path(),
                  { { QStringLiteral("migrations/0001_links.sql"), "CREATE TABLE links (id INTEGER);\n" } });
        return ScriptedAgent::text(QStringLiteral("Summary"));
    };
    m_agent.asked.clear();
    const auto report = test::await(agent.setupDatabase(context()));
    QVERIFY_RESULT(report);
    QVERIFY(report->warnings.isEmpty());
    QCOMPARE(m_agent.asked.size(), 2);
    QCOMPARE(planning::schemaFiles(m_folder->path()), QStringList { QStringLiteral("migrations/0001_links.sql") });
}

void TstScaffold::databaseWithoutSchemaIsOnlyAWarning()
{
    m_agent.answers[QStringLiteral("database")]
        = [](const auto &) { return ScriptedAgent::text(QStringLiteral("Nothing")); };
    planning::DatabaseAgent agent(m_agent.run());
    const auto report = test::await(agent.setupDatabase(context()));
    QVERIFY_RESULT(report);
    QCOMPARE(report->warnings.size(), 1);
}

void TstScaffold::failedRunsArePassedOn()
{
    m_agent.answers[QStringLiteral("devops")]
        = [](const auto &) { return ScriptedAgent::failed(FailureClass::Stalled); };
    planning::DevOpsAgent agent(m_agent.run());
    const auto report = test::await(agent.setupCicdPipeline(context()));
    QVERIFY(!report);
    QCOMPARE(toString(report.error().code), toString(ErrorCode::Timeout));
    QCOMPARE(m_agent.asked.size(), 1);
}

SLIPWAY_TEST(TstScaffold)
#include "tst_scaffold.moc"
