// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/claudedriver.h"
#include "core/base/files.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTimeZone>

using namespace slipway;
using agents::TranscriptEvent;

namespace {

struct Read {
    QList<TranscriptEvent> events;
    agents::AgentResult result;
};

QByteArray recorded(const QString &name)
{
    return base::readFile(QStringLiteral(SLIPWAY_TEST_DATA "/transcripts/") + name).value_or(QByteArray {});
}

Read readStream(const QByteArray &stream, int exitCode, const QByteArray &err = {})
{
    agents::AgentRequest request;
    request.workspace = QStringLiteral("/workspace");
    const auto parser = agents::ClaudeDriver::makeStreamParser(request);
    Read read;
    const auto lines = stream.split('\n');
    for (const QByteArray &line : lines)
        read.events += parser->line(line);
    process::ProcessOutcome outcome;
    outcome.end = process::ProcessEnd::Finished;
    outcome.exitCode = exitCode;
    outcome.err = err;
    read.result = parser->finish(outcome);
    return read;
}

QStringList summary(const QList<TranscriptEvent> &events, TranscriptEvent::Kind kind)
{
    QStringList list;
    for (const auto &event : events) {
        if (event.kind == kind)
            list.append((event.tool.isEmpty() ? QString() : event.tool + QLatin1Char(' ')) + event.text);
    }
    return list;
}

} // namespace

/// The parser against streams recorded from the real CLI (tests/data/transcripts, with what each run was).
class TstClaudeTranscripts final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRecordingGetsItsClass_data();
    void everyRecordingGetsItsClass();
    void usageLimitSaysWhenToGoOn_data();
    void usageLimitSaysWhenToGoOn();
    void aRunIsReadAsEvents();
    void toolErrorsAndRetriesAreSeen();
    void structuredAnswerIsFound();
    void aSubscriptionCostsNothing();
    void aResumedSessionCountsOnlyItself();
    void severalResultsAreOneRun();
    void olderVersionsAreUnderstood();
    void lostSessionIsTold();
    void halfAStreamIsNoSuccess();
    void linesInAnyShapeAreSurvived();
};

void TstClaudeTranscripts::everyRecordingGetsItsClass_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("err");
    QTest::addColumn<QString>("expected");
    const auto list = QJsonDocument::fromJson(recorded(QStringLiteral("claude.json"))).array();
    QVERIFY(list.size() > 60);
    for (const auto &value : list) {
        const QJsonObject entry = value.toObject();
        const QString file = entry.value(QLatin1String("file")).toString();
        QTest::newRow(qPrintable(file)) << file << entry.value(QLatin1String("exit_code")).toInt()
                                        << entry.value(QLatin1String("stderr")).toString().toUtf8()
                                        << entry.value(QLatin1String("expected")).toString();
    }
}

void TstClaudeTranscripts::everyRecordingGetsItsClass()
{
    QFETCH(QString, file);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, err);
    QFETCH(QString, expected);
    const Read read = readStream(recorded(file), exitCode, err);
    QCOMPARE(domain::toString(read.result.failure), expected);
    QCOMPARE(read.result.detail.isEmpty(), expected.isEmpty());
}

void TstClaudeTranscripts::usageLimitSaysWhenToGoOn_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::newRow("5 hours") << recorded(QStringLiteral("claude-usage-limit.jsonl"));
    QTest::newRow("7 days") << recorded(QStringLiteral("claude-usage-limit-7d.jsonl"));
    QTest::newRow("old text") << QByteArray(
        R"({"type":"result","subtype":"success","is_error":true,"result":"Claude AI usage limit reached|1900000000"})");
}

void TstClaudeTranscripts::usageLimitSaysWhenToGoOn()
{
    QFETCH(QByteArray, stream);
    const Read read = readStream(stream, 1);
    QCOMPARE(domain::toString(read.result.failure), QStringLiteral("usage_limit"));
    QCOMPARE(read.result.resumeAt, QDateTime::fromSecsSinceEpoch(1'900'000'000, QTimeZone::UTC));
}

void TstClaudeTranscripts::aRunIsReadAsEvents()
{
    const Read read = readStream(recorded(QStringLiteral("claude-tool-use.jsonl")), 0);
    using Kind = TranscriptEvent::Kind;
    QCOMPARE(summary(read.events, Kind::Started), QStringList { QStringLiteral("Model claude-opus-5-5") });
    QCOMPARE(summary(read.events, Kind::Thinking), QStringList { QStringLiteral("I should create the file.") });
    const QStringList calls = summary(read.events, Kind::ToolCall);
    QCOMPARE(calls.size(), 2);
    QCOMPARE(calls.first(), QStringLiteral("Write hello.txt")); // relative to the workspace
    QVERIFY(calls.last().startsWith(QStringLiteral("Bash git add")));
    QCOMPARE(summary(read.events, Kind::ToolResult).last(), QStringLiteral("Bash 2"));
    QCOMPARE(summary(read.events, Kind::Finished), QStringList { QStringLiteral("Created and committed hello.txt.") });
    QCOMPARE(read.result.text, QStringLiteral("Created and committed hello.txt."));
    QCOMPARE(read.result.session, QStringLiteral("b0ad58a3-22b3-4038-895b-8f8be5361711"));
    QCOMPARE(read.result.usage, (domain::Usage { 0.0042, 300, 150, 3 }));
    const auto thought = std::ranges::find(read.events, Kind::Thinking, &TranscriptEvent::kind);
    QCOMPARE(thought->time, QDateTime::fromString(QStringLiteral("2026-11-23T17:33:48.343Z"), Qt::ISODateWithMs));
}

void TstClaudeTranscripts::toolErrorsAndRetriesAreSeen()
{
    const Read tools = readStream(recorded(QStringLiteral("claude-tool-error.jsonl")), 0);
    const auto failed = std::ranges::count_if(tools.events, [](const TranscriptEvent &event) {
        return event.kind == TranscriptEvent::Kind::ToolResult && event.isError;
    });
    QVERIFY(failed >= 1);
    const Read retries = readStream(recorded(QStringLiteral("claude-rate-limit-recovers.jsonl")), 0);
    const auto texts = summary(retries.events, TranscriptEvent::Kind::Retry);
    QVERIFY(!texts.isEmpty());
    QVERIFY2(texts.first().contains(QStringLiteral("rate_limit")), qPrintable(texts.first()));
}

void TstClaudeTranscripts::structuredAnswerIsFound()
{
    const Read read = readStream(recorded(QStringLiteral("claude-structured.jsonl")), 0);
    QCOMPARE(read.result.structured.value(QLatin1String("title")).toString(), QStringLiteral("Plan"));
    QVERIFY(readStream(recorded(QStringLiteral("claude-structured-never.jsonl")), 0).result.structured.isEmpty());
}

void TstClaudeTranscripts::aSubscriptionCostsNothing()
{
    // Signed in with an account, not a key: the CLI still prints its list price.
    const Read read = readStream(recorded(QStringLiteral("claude-usage-warning.jsonl")), 0);
    QVERIFY(read.result.ok());
    QCOMPARE(read.result.usage.usd, 0.0);
    QVERIFY(read.result.usage.inputTokens > 0);
    const auto warnings = summary(read.events, TranscriptEvent::Kind::Warning);
    QCOMPARE(warnings, QStringList { QStringLiteral("Usage limit (five_hour): allowed_warning") });
}

void TstClaudeTranscripts::aResumedSessionCountsOnlyItself()
{
    const Read second = readStream(recorded(QStringLiteral("claude-resume-2.jsonl")), 0);
    QCOMPARE(second.result.usage.usd, 0.0028); // its total_cost_usd says 0.0056: with the first run
}

void TstClaudeTranscripts::severalResultsAreOneRun()
{
    const Read read = readStream(recorded(QStringLiteral("claude-stdin-followup.jsonl")), 0);
    QVERIFY(summary(read.events, TranscriptEvent::Kind::Finished).size() >= 2);
    QCOMPARE(read.result.text, QStringLiteral("Second done."));
    const Read background = readStream(recorded(QStringLiteral("claude-background-task.jsonl")), 0);
    QCOMPARE(background.result.text, QStringLiteral("It has finished."));
}

void TstClaudeTranscripts::olderVersionsAreUnderstood()
{
    // 2.1.197: no model_usage_since_last_result, no api_error, status null for an overloaded server.
    const Read ok = readStream(
        R"({"type":"result","subtype":"success","is_error":false,"num_turns":3,"result":"Done","session_id":"s","total_cost_usd":0.00525,"usage":{"input_tokens":300,"output_tokens":150},"modelUsage":{"m":{"inputTokens":300,"outputTokens":150,"costUSD":0.00525}}})",
        0);
    QCOMPARE(ok.result.usage, (domain::Usage { 0.00525, 300, 150, 3 }));
    const Read busy = readStream(
        R"({"type":"result","subtype":"success","is_error":true,"api_error_status":null,"result":"API Error: Repeated 529 Overloaded errors"})",
        1);
    QCOMPARE(domain::toString(busy.result.failure), QStringLiteral("rate_limited"));
    // Qwen Code prints the same stream with other error fields.
    const Read qwen = readStream(
        R"({"type":"result","subtype":"error_during_execution","is_error":true,"error":{"message":"[API Error: 401 Incorrect API key]"}})",
        1);
    QCOMPARE(qwen.result.detail, QStringLiteral("[API Error: 401 Incorrect API key]"));
}

void TstClaudeTranscripts::lostSessionIsTold()
{
    QVERIFY(readStream(recorded(QStringLiteral("claude-resume-unknown.jsonl")), 1).result.isSessionLost);
    QVERIFY(!readStream(recorded(QStringLiteral("claude-max-turns.jsonl")), 1).result.isSessionLost);
}

void TstClaudeTranscripts::halfAStreamIsNoSuccess()
{
    const QByteArray whole = recorded(QStringLiteral("claude-tool-use.jsonl"));
    for (const int percent : { 10, 50, 90, 99 }) {
        const Read read = readStream(whole.first(whole.size() * percent / 100), 0);
        QCOMPARE(domain::toString(read.result.failure), QStringLiteral("agent_error"));
        QCOMPARE(read.result.text, QString());
    }
    // Exit code 0 with an error result, and an error code with a good one: neither is a success.
    QVERIFY(!readStream(R"({"type":"result","subtype":"success","is_error":true,"result":"x"})", 0).result.ok());
    QVERIFY(!readStream(R"({"type":"result","subtype":"success","is_error":false,"result":"x"})", 1).result.ok());
}

void TstClaudeTranscripts::linesInAnyShapeAreSurvived()
{
    const QByteArrayList lines { "null",
                                 "[]",
                                 "42",
                                 "{",
                                 "{}",
                                 R"({"type":7})",
                                 R"({"type":"assistant"})",
                                 R"({"type":"assistant","message":[]})",
                                 R"({"type":"user","message":{"content":"plain"}})",
                                 R"({"type":"result"})",
                                 R"({"type":"brand_new","x":1})",
                                 R"({"type":"rate_limit_event","rate_limit_info":null})",
                                 QByteArray(1'000'000, '['),
                                 "\xff\xfe" };
    const Read read = readStream(lines.join('\n'), 1);
    QVERIFY(!read.result.ok());
}

SLIPWAY_TEST(TstClaudeTranscripts)
#include "tst_claudetranscripts.moc"
