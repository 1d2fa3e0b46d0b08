// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/agentcatalog.h"
#include "core/agents/agentrunner.h"
#include "core/agents/drivers/parsing.h"
#include "core/base/files.h"
#include "core/process/hostprocessrunner.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

using namespace slipway;
using agents::TranscriptEvent;
using domain::FailureClass;
using namespace std::chrono_literals;

namespace {

QByteArray recorded(const QString &name)
{
    return base::readFile(QStringLiteral(SLIPWAY_TEST_DATA "/transcripts/") + name).value_or(QByteArray {});
}

struct Read {
    QList<TranscriptEvent> events;
    agents::AgentResult result;
};

Read readStream(const QString &cli, const QByteArray &stream, int exitCode, const QByteArray &err = {},
                const QJsonObject &schema = {})
{
    const agents::AgentCatalog catalog({ {}, {}, {} });
    agents::AgentRequest request;
    request.workspace = QStringLiteral("/workspace");
    request.schema = schema;
    const auto driver = catalog.find(cli);
    const auto parser = (*driver)->makeParser(request);
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

/// The parsers of Codex, Gemini CLI and OpenCode against streams recorded from the real CLIs.
class TstOtherTranscripts final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRecordingGetsItsClass_data();
    void everyRecordingGetsItsClass();
    void codexIsReadAsEvents();
    void geminiIsReadAsEvents();
    void openCodeIsReadAsEvents();
    void answersInJsonAreFound();
    void halfAStreamIsNoSuccess_data();
    void halfAStreamIsNoSuccess();
    void resetTimesAreRead_data();
    void resetTimesAreRead();
    void silentWaitHasItsReason();
};

void TstOtherTranscripts::everyRecordingGetsItsClass_data()
{
    QTest::addColumn<QString>("cli");
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("err");
    QTest::addColumn<QString>("expected");
    for (const QString &cli : { QStringLiteral("codex"), QStringLiteral("gemini"), QStringLiteral("opencode") }) {
        const auto list = QJsonDocument::fromJson(recorded(cli + QStringLiteral(".json"))).array();
        QVERIFY(list.size() > 15);
        for (const auto &value : list) {
            const QJsonObject entry = value.toObject();
            const QString file = entry.value(QLatin1String("file")).toString();
            QTest::newRow(qPrintable(file)) << cli << file << entry.value(QLatin1String("exit_code")).toInt()
                                            << entry.value(QLatin1String("stderr")).toString().toUtf8()
                                            << entry.value(QLatin1String("expected")).toString();
        }
    }
}

void TstOtherTranscripts::everyRecordingGetsItsClass()
{
    QFETCH(QString, cli);
    QFETCH(QString, file);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, err);
    QFETCH(QString, expected);
    const Read read = readStream(cli, recorded(file), exitCode, err);
    QVERIFY2(domain::toString(read.result.failure) == expected,
             qPrintable(domain::toString(read.result.failure) + QStringLiteral(": ") + read.result.detail));
    QCOMPARE(read.result.detail.isEmpty(), expected.isEmpty());
}

void TstOtherTranscripts::codexIsReadAsEvents()
{
    using Kind = TranscriptEvent::Kind;
    const Read read = readStream(QStringLiteral("codex"), recorded(QStringLiteral("codex-code-mode.jsonl")), 0);
    const QStringList calls = summary(read.events, Kind::ToolCall);
    QVERIFY2(calls.contains(QStringLiteral("Edit hello.txt")), qPrintable(calls.join(QLatin1Char('|'))));
    QVERIFY2(calls.last().startsWith(QStringLiteral("Bash git add hello.txt && git commit")), qPrintable(calls.last()));
    QCOMPARE(summary(read.events, Kind::ToolCall).size(), summary(read.events, Kind::ToolResult).size());
    QVERIFY(!read.result.session.isEmpty());
    QCOMPARE(read.result.text, QStringLiteral("Created and committed hello.txt."));
    QCOMPARE(read.result.usage, (domain::Usage { 0, 300, 150, 2 }));
    const Read retries = readStream(QStringLiteral("codex"), recorded(QStringLiteral("codex-rate-limit.jsonl")), 1);
    QCOMPARE(summary(retries.events, Kind::Retry).size(), 2);
    const Read limit = readStream(QStringLiteral("codex"), recorded(QStringLiteral("codex-usage-limit.jsonl")), 1);
    QCOMPARE(limit.result.resumeAt.toLocalTime(), QDateTime(QDate(2030, 3, 17), QTime(17, 46)));
}

void TstOtherTranscripts::geminiIsReadAsEvents()
{
    using Kind = TranscriptEvent::Kind;
    const Read read = readStream(QStringLiteral("gemini"), recorded(QStringLiteral("gemini-tool-use.jsonl")), 0);
    QCOMPARE(summary(read.events, Kind::Started), QStringList { QStringLiteral("Model gemini-2.5-pro") });
    QCOMPARE(summary(read.events, Kind::ToolCall).first(), QStringLiteral("write_file hello.txt"));
    QCOMPARE(summary(read.events, Kind::Text),
             QStringList({ QStringLiteral("I will create it."), QStringLiteral("Now commit."),
                           QStringLiteral("Created and committed hello.txt.") }));
    QCOMPARE(read.result.text, QStringLiteral("Created and committed hello.txt."));
    QCOMPARE(read.result.usage, (domain::Usage { 0, 300, 150, 2 }));
}

void TstOtherTranscripts::openCodeIsReadAsEvents()
{
    using Kind = TranscriptEvent::Kind;
    const Read read = readStream(QStringLiteral("opencode"), recorded(QStringLiteral("opencode-tool-use.jsonl")), 0);
    QCOMPARE(summary(read.events, Kind::ToolCall).first(), QStringLiteral("write hello.txt"));
    QCOMPARE(read.result.usage.turns, 3);
    QCOMPARE(read.result.usage.inputTokens, 300);
    QVERIFY(qAbs(read.result.usage.usd - 0.0006) < 1e-9);
    const Read failed
        = readStream(QStringLiteral("opencode"), recorded(QStringLiteral("opencode-tool-error.jsonl")), 0);
    const auto errors = std::ranges::count_if(
        failed.events, [](const TranscriptEvent &event) { return event.kind == Kind::ToolResult && event.isError; });
    QCOMPARE(errors, 2); // the edit, and the command that ended with 3
}

void TstOtherTranscripts::answersInJsonAreFound()
{
    const QJsonObject schema { { QStringLiteral("type"), QStringLiteral("object") } };
    const Read read
        = readStream(QStringLiteral("codex"), recorded(QStringLiteral("codex-structured.jsonl")), 0, {}, schema);
    QCOMPARE(read.result.structured.value(QLatin1String("title")).toString(), QStringLiteral("Plan"));
}

void TstOtherTranscripts::halfAStreamIsNoSuccess_data()
{
    QTest::addColumn<QString>("cli");
    for (const char *cli : { "codex", "gemini", "opencode" })
        QTest::newRow(cli) << QString::fromLatin1(cli);
}

void TstOtherTranscripts::halfAStreamIsNoSuccess()
{
    QFETCH(QString, cli);
    const QByteArray whole = recorded(cli + QStringLiteral("-tool-use.jsonl"));
    for (const int percent : { 10, 50, 90 }) {
        const Read read = readStream(cli, whole.first(whole.size() * percent / 100), 0);
        QCOMPARE(domain::toString(read.result.failure), QStringLiteral("agent_error"));
    }
    QVERIFY(!readStream(cli, whole, 1).result.ok());
    QVERIFY(!readStream(cli, "null\n[]\n{\"type\":5}\n{\"type\":\"new\"}\n\xff", 0).result.ok());
}

void TstOtherTranscripts::resetTimesAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QDateTime>("expected");
    const QDate day(2030, 1, 10); // "now" is 12:00 of this day
    QTest::newRow("dated") << QStringLiteral("or try again at Mar 1st, 2030 5:46 PM.")
                           << QDateTime(QDate(2030, 3, 1), QTime(17, 46));
    QTest::newRow("later today") << QStringLiteral("try again at 3:05 PM.") << QDateTime(day, QTime(15, 5));
    QTest::newRow("tomorrow") << QStringLiteral("try again at 9:00 AM.") << QDateTime(day.addDays(1), QTime(9, 0));
    QTest::newRow("nonsense") << QStringLiteral("try again at 25:99 PM") << QDateTime();
    QTest::newRow("none") << QStringLiteral("try again later") << QDateTime();
}

void TstOtherTranscripts::resetTimesAreRead()
{
    QFETCH(QString, text);
    QFETCH(QDateTime, expected);
    const QDateTime now(QDate(2030, 1, 10), QTime(12, 0));
    QCOMPARE(agents::resetTimeIn(text, now), expected.isValid() ? expected.toUTC() : QDateTime());
}

/// OpenCode waits without an event when its account has nothing left: what its log said is the class, not "stalled".
void TstOtherTranscripts::silentWaitHasItsReason()
{
    QTemporaryDir folder;
    const QString bin = folder.filePath(QStringLiteral("bin"));
    QVERIFY_RESULT(base::makeFolder(bin));
    const QByteArray script
        = "#!/bin/sh\necho 'level=ERROR error.error=\"AI_APICallError: Rate limit reached\"' >&2\nsleep 60\n";
    QVERIFY_RESULT(base::writeFileAtomically(bin + QStringLiteral("/opencode"), script));
    QFile::setPermissions(bin + QStringLiteral("/opencode"), QFile::ReadOwner | QFile::ExeOwner);
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", QByteArray(QFile::encodeName(bin) + ':' + path));
    qputenv("OPENCODE_API_KEY", "key-of-a-test");

    process::HostProcessRunner processes { process::Sandbox(process::SandboxKind::None) };
    const agents::AgentCatalog catalog({ {}, {}, folder.filePath(QStringLiteral("state")) });
    const base::SystemClock clock;
    agents::AgentRunner runner(processes, clock, folder.filePath(QStringLiteral("logs")));
    agents::AgentRequest request;
    request.run = QStringLiteral("r1");
    request.workspace = folder.path();
    request.limits.idle = 200ms;
    const auto driver = catalog.find(QStringLiteral("opencode"));
    const auto result = test::await(runner.run(driver->get(), request));
    qputenv("PATH", path);
    qunsetenv("OPENCODE_API_KEY");
    QVERIFY2(result.failure == FailureClass::RateLimited, qPrintable(result.detail));
}

SLIPWAY_TEST(TstOtherTranscripts)
#include "tst_othertranscripts.moc"
