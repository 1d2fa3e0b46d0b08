// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/agentcatalog.h"
#include "core/agents/agentrunner.h"
#include "core/agents/roles/taskprompt.h"
#include "core/base/files.h"
#include "core/process/hostprocessrunner.h"
#include "tests/fakes/anthropic/fakemodelserver.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QTemporaryDir>

using namespace slipway;
using namespace std::chrono_literals;
using test::FakeModelServer;

/// The real Claude Code, if it is installed, in the real sandbox, against a model server on loopback: no account, no network.
class TstClaudeCli final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void isDetected();
    void writesAFileInTheWorkspaceAndNowhereElse();
    void structuredAnswerComesBack();
    void textStepsHaveNoToolsThatWrite_data();
    void textStepsHaveNoToolsThatWrite();
    void sessionIsResumed();
    void lostSessionIsReplaced();
    void rejectedKeyNeedsAPerson();
    void turnsAreLimited();
    void stopEndsIt();

private:
    agents::AgentResult run(std::stop_token stop = {});

    QString m_claude;
    std::unique_ptr<process::HostProcessRunner> m_processes;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeModelServer> m_server;
    agents::AgentRequest m_request;
};

void TstClaudeCli::initTestCase()
{
    m_claude = process::findProgram(qEnvironmentVariable("SLIPWAY_TEST_CLAUDE", QStringLiteral("claude")));
    if (m_claude.isEmpty())
        QSKIP("Claude Code is not installed (SLIPWAY_TEST_CLAUDE names another place)");
    m_processes = std::make_unique<process::HostProcessRunner>(process::Sandbox(process::SandboxKind::Bubblewrap));
    if (!test::await(process::Sandbox::probe(*m_processes)))
        QSKIP("bubblewrap does not work on this machine");
}

void TstClaudeCli::cleanupTestCase()
{
    qunsetenv("ANTHROPIC_API_KEY");
    qunsetenv("ANTHROPIC_BASE_URL");
}

void TstClaudeCli::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("work")));
    m_server = std::make_unique<FakeModelServer>();
    m_server->script = [](const QJsonObject &) { return FakeModelServer::text(QStringLiteral("Hello.")); };
    qputenv("ANTHROPIC_API_KEY", "dummy-key-of-a-test");
    qputenv("ANTHROPIC_BASE_URL", m_server->url());
    m_request = {};
    m_request.run = QStringLiteral("r1");
    m_request.purpose = QStringLiteral("implement");
    m_request.workspace = m_folder->filePath(QStringLiteral("work"));
    m_request.prompt = QStringLiteral("PROMPT-TEXT");
    m_request.systemPrompt = QStringLiteral("SYSTEM-TEXT");
    m_request.limits.total = 60s;
}

agents::AgentResult TstClaudeCli::run(std::stop_token stop)
{
    const agents::AgentCatalog catalog({ {}, m_claude, m_folder->filePath(QStringLiteral("state")) });
    const base::SystemClock clock;
    agents::AgentRunner runner(*m_processes, clock, m_folder->filePath(QStringLiteral("logs")));
    const auto driver = catalog.find(QStringLiteral("claude"));
    return test::await(runner.run(driver->get(), m_request, {}, stop));
}

void TstClaudeCli::isDetected()
{
    const agents::AgentCatalog catalog({ {}, m_claude, {} });
    const auto found = test::await((*catalog.find(QStringLiteral("claude")))->detect(*m_processes));
    QVERIFY_RESULT(found);
    QVERIFY2(found->installed && found->signedIn, qPrintable(found->hint));
    QVERIFY2(found->version.startsWith(QStringLiteral("2.")), qPrintable(found->version));
    QVERIFY(m_server->requests.isEmpty()); // no model call
}

void TstClaudeCli::writesAFileInTheWorkspaceAndNowhereElse()
{
    const QString inside = m_request.workspace + QStringLiteral("/made.txt");
    const QString outside = m_folder->filePath(QStringLiteral("outside.txt"));
    m_server->script = [&](const QJsonObject &request) {
        const int step = FakeModelServer::toolResults(request);
        const auto write = [](const QString &path) {
            return FakeModelServer::tool(
                QStringLiteral("Write"),
                { { QStringLiteral("file_path"), path }, { QStringLiteral("content"), QStringLiteral("made\n") } });
        };
        if (step == 0)
            return write(inside);
        if (step == 1)
            return FakeModelServer::tool(
                QStringLiteral("Bash"),
                { { QStringLiteral("command"), QStringLiteral("echo x > '%1'; cat made.txt").arg(outside) } });
        return FakeModelServer::text(QStringLiteral("All done."));
    };
    const auto result = run();
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(result.text, QStringLiteral("All done."));
    QCOMPARE(base::readFile(inside).value_or("missing"), QByteArray("made\n"));
    QVERIFY(!QFileInfo::exists(outside));
    QVERIFY(result.usage.inputTokens >= 300);
    QVERIFY(result.usage.usd > 0);
    QVERIFY(!result.session.isEmpty());
    const QByteArray first = base::compact(m_server->requests.first());
    QVERIFY(first.contains("PROMPT-TEXT"));
    QVERIFY(first.contains("SYSTEM-TEXT"));
    QVERIFY(!first.contains("Co-Authored-By"));
    // Its work has to be in the workspace when it ends: no other tree, no later time.
    QVERIFY(!first.contains("\"name\":\"EnterWorktree\""));
    QVERIFY(!first.contains("\"name\":\"ScheduleWakeup\""));
}

void TstClaudeCli::structuredAnswerComesBack()
{
    m_request.purpose = QStringLiteral("review");
    m_request.schema = agents::reviewSchema();
    m_server->script = [](const QJsonObject &request) {
        if (FakeModelServer::toolResults(request) > 0)
            return FakeModelServer::text(QStringLiteral("Sent."));
        return FakeModelServer::tool(QStringLiteral("StructuredOutput"),
                                     { { QStringLiteral("verdict"), QStringLiteral("approve") },
                                       { QStringLiteral("summary"), QStringLiteral("Good") },
                                       { QStringLiteral("criteria"), QJsonArray {} },
                                       { QStringLiteral("findings"), QJsonArray {} } });
    };
    const auto result = run();
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(result.structured.value(QLatin1String("verdict")).toString(), QStringLiteral("approve"));
    // A model that only talks is a failure, whatever the CLI says.
    m_server->script
        = [](const QJsonObject &) { return FakeModelServer::text(QStringLiteral("I would rather talk.")); };
    QCOMPARE(domain::toString(run().failure), QStringLiteral("agent_error"));
}

void TstClaudeCli::textStepsHaveNoToolsThatWrite_data()
{
    QTest::addColumn<QString>("purpose");
    QTest::newRow("plan") << QStringLiteral("plan");
    QTest::newRow("ask") << QStringLiteral("ask");
}

void TstClaudeCli::textStepsHaveNoToolsThatWrite()
{
    QFETCH(const QString, purpose);
    m_request.purpose = purpose;
    m_request.schema
        = QJsonObject { { QStringLiteral("type"), QStringLiteral("object") },
                        { QStringLiteral("properties"),
                          QJsonObject { { QStringLiteral("a"),
                                          QJsonObject { { QStringLiteral("type"), QStringLiteral("integer") } } } } } };
    m_server->script = [](const QJsonObject &request) {
        return FakeModelServer::toolResults(request) > 0
            ? FakeModelServer::text(QStringLiteral("Sent."))
            : FakeModelServer::tool(QStringLiteral("StructuredOutput"), { { QStringLiteral("a"), 5 } });
    };
    const auto result = run();
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(result.structured.value(QLatin1String("a")).toInt(), 5);
    QStringList tools;
    const auto offered = m_server->requests.first().value(QLatin1String("tools")).toArray();
    for (const auto &tool : offered)
        tools.append(tool.toObject().value(QLatin1String("name")).toString());
    tools.sort();
    QVERIFY2(tools.contains(QStringLiteral("Read")) && !tools.contains(QStringLiteral("Write"))
                 && !tools.contains(QStringLiteral("Bash")),
             qPrintable(tools.join(QLatin1Char(' '))));
}

void TstClaudeCli::sessionIsResumed()
{
    const auto first = run();
    QVERIFY2(first.ok(), qPrintable(first.detail));
    m_request.resumeSession = first.session;
    m_request.prompt = QStringLiteral("SECOND-PROMPT");
    m_server->requests.clear();
    const auto second = run();
    QVERIFY2(second.ok(), qPrintable(second.detail));
    QCOMPARE(second.session, first.session);
    QVERIFY(base::compact(m_server->requests.first()).contains("PROMPT-TEXT")); // it remembers
    QCOMPARE(second.usage.turns, 1);
}

void TstClaudeCli::lostSessionIsReplaced()
{
    m_request.resumeSession = QStringLiteral("99999999-2222-4333-8444-555555555555");
    const auto result = run();
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QVERIFY(result.session != m_request.resumeSession);
}

void TstClaudeCli::rejectedKeyNeedsAPerson()
{
    m_server->script = [](const QJsonObject &) {
        const QJsonObject error { { QStringLiteral("type"), QStringLiteral("authentication_error") },
                                  { QStringLiteral("message"), QStringLiteral("invalid x-api-key") } };
        return QJsonObject { { QStringLiteral("status"), 401 },
                             { QStringLiteral("body"),
                               QJsonObject { { QStringLiteral("type"), QStringLiteral("error") },
                                             { QStringLiteral("error"), error } } } };
    };
    QCOMPARE(domain::toString(run().failure), QStringLiteral("auth"));
}

void TstClaudeCli::turnsAreLimited()
{
    m_request.limits.turns = 2;
    m_server->script = [](const QJsonObject &request) {
        auto tool
            = FakeModelServer::tool(QStringLiteral("Bash"), { { QStringLiteral("command"), QStringLiteral("true") } });
        tool.insert(QStringLiteral("id"), QStringLiteral("toolu_%1").arg(FakeModelServer::toolResults(request)));
        return tool;
    };
    QCOMPARE(domain::toString(run().failure), QStringLiteral("budget"));
}

void TstClaudeCli::stopEndsIt()
{
    std::stop_source source;
    m_server->script = [this, &source](const QJsonObject &) {
        QTimer::singleShot(500ms, this, [&source] { source.request_stop(); });
        return FakeModelServer::tool(QStringLiteral("Bash"),
                                     { { QStringLiteral("command"), QStringLiteral("sleep 300") } });
    };
    QCOMPARE(domain::toString(run(source.get_token()).failure), QStringLiteral("cancelled"));
}

SLIPWAY_TEST(TstClaudeCli)
#include "tst_claudecli.moc"
