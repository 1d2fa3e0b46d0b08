// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/agentcatalog.h"
#include "core/agents/agentrunner.h"
#include "core/base/files.h"
#include "core/process/hostprocessrunner.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace slipway;
using namespace std::chrono_literals;

/// Any program as an agent, good and bad ones: small shell scripts run by the real process runner.
class TstCommandAgent final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void promptIsReadAndTextIsTheAnswer();
    void structuredAnswerIsTheLastObject();
    void failuresHaveTheirClass_data();
    void failuresHaveTheirClass();
    void ignoringSigtermDoesNotHelp();
    void giantLinesAreSurvived();
    void claudeStreamsAreReadAsSuch();
    void secretsOfTheEngineAreNotSeen();

private:
    agents::AgentResult run(const QString &script);

    std::unique_ptr<process::HostProcessRunner> m_processes;
    std::unique_ptr<QTemporaryDir> m_folder;
    agents::AgentRequest m_request;
    QList<agents::TranscriptEvent> m_events;
};

void TstCommandAgent::initTestCase()
{
    m_processes = std::make_unique<process::HostProcessRunner>(process::Sandbox(process::SandboxKind::None));
}

void TstCommandAgent::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_events.clear();
    m_request = {};
    m_request.run = QStringLiteral("r1");
    m_request.purpose = QStringLiteral("implement");
    m_request.workspace = m_folder->path();
    m_request.prompt = QStringLiteral("PROMPT");
    m_request.limits.total = 20s;
    m_request.limits.idle = 15s;
}

agents::AgentResult TstCommandAgent::run(const QString &script)
{
    const QString path = m_folder->filePath(QStringLiteral("agent.sh"));
    if (!base::writeFileAtomically(path, "#!/bin/sh\n" + script.toUtf8() + "\n"))
        return {};
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const agents::AgentCatalog catalog({ {}, {}, {} });
    const auto driver = catalog.find(QStringLiteral("command:") + path);
    const base::SystemClock clock;
    agents::AgentRunner runner(*m_processes, clock, m_folder->filePath(QStringLiteral("logs")));
    return test::await(runner.run(driver->get(), m_request, [this](const auto &event) { m_events.append(event); }));
}

void TstCommandAgent::promptIsReadAndTextIsTheAnswer()
{
    m_request.systemPrompt = QStringLiteral("SYSTEM");
    const auto result = run(QStringLiteral("cat; echo; echo made > file.txt; echo noise >&2"));
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(result.text, QStringLiteral("SYSTEM\n\nPROMPT"));
    QVERIFY(QFileInfo::exists(m_folder->filePath(QStringLiteral("file.txt"))));
    QCOMPARE(m_events.size(), 2); // the empty line and stderr are no events
}

void TstCommandAgent::structuredAnswerIsTheLastObject()
{
    m_request.schema = base::parseObject(R"({"type":"object","required":["a"]})");
    const auto result = run(QStringLiteral("echo 'Thinking {x}'; echo '```json'; echo '{\"a\": 5}'; echo '```'"));
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(result.structured.value(QLatin1String("a")).toInt(), 5);
}

void TstCommandAgent::failuresHaveTheirClass_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QString>("expected");
    QTest::newRow("exit 1") << QStringLiteral("echo so far so good; echo it broke >&2; exit 1") << QByteArray()
                            << QStringLiteral("agent_error");
    QTest::newRow("killed") << QStringLiteral("kill -9 $$") << QByteArray() << QStringLiteral("agent_error");
    QTest::newRow("no answer in JSON") << QStringLiteral("echo hello") << QByteArray(R"({"type":"object"})")
                                       << QStringLiteral("agent_error");
    QTest::newRow("wrong answer") << QStringLiteral("echo '{\"b\":1}'")
                                  << QByteArray(R"({"type":"object","required":["a"]})")
                                  << QStringLiteral("agent_error");
    QTest::newRow("silent") << QStringLiteral("sleep 60") << QByteArray() << QStringLiteral("stalled");
    QTest::newRow("too long") << QStringLiteral("while :; do echo x; sleep 0.05; done") << QByteArray()
                              << QStringLiteral("timeout");
    QTest::newRow("no output at all") << QStringLiteral(":") << QByteArray() << QString();
}

void TstCommandAgent::failuresHaveTheirClass()
{
    QFETCH(QString, script);
    QFETCH(QByteArray, schema);
    QFETCH(QString, expected);
    m_request.schema = base::parseObject(schema);
    m_request.limits.idle = 700ms;
    m_request.limits.total = 2s;
    const auto result = run(script);
    QCOMPARE(domain::toString(result.failure), expected);
}

void TstCommandAgent::ignoringSigtermDoesNotHelp()
{
    m_request.limits.idle = 300ms;
    QElapsedTimer timer;
    timer.start();
    const auto result = run(QStringLiteral("trap '' TERM INT\nsleep 300 &\nwhile :; do sleep 1; done"));
    QCOMPARE(domain::toString(result.failure), QStringLiteral("stalled"));
    QVERIFY(timer.elapsed() < 15'000);
}

void TstCommandAgent::giantLinesAreSurvived()
{
    m_request.limits.idle = 15s;
    const auto result = run(QStringLiteral("head -c 40000000 /dev/zero | tr '\\0' 'x'; echo; echo end"));
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QVERIFY(result.text.endsWith(QStringLiteral("end")));
    for (const auto &event : std::as_const(m_events))
        QVERIFY(event.text.size() < 40'000);
}

void TstCommandAgent::claudeStreamsAreReadAsSuch()
{
    const QString recording = QStringLiteral(SLIPWAY_TEST_DATA "/transcripts/claude-usage-limit.jsonl");
    const auto result = run(QStringLiteral("cat '%1'; exit 1").arg(recording));
    QCOMPARE(domain::toString(result.failure), QStringLiteral("usage_limit"));
}

void TstCommandAgent::secretsOfTheEngineAreNotSeen()
{
    qputenv("GITHUB_TOKEN", "secret-value-1");
    qputenv("ANTHROPIC_API_KEY", "secret-value-2");
    const auto result = run(QStringLiteral("env"));
    qunsetenv("GITHUB_TOKEN");
    qunsetenv("ANTHROPIC_API_KEY");
    QVERIFY(result.ok());
    QVERIFY(result.text.contains(QStringLiteral("PATH=")));
    QVERIFY(!result.text.contains(QStringLiteral("secret-value")));
}

SLIPWAY_TEST(TstCommandAgent)
#include "tst_commandagent.moc"
