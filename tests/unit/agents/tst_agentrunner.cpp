// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/agentrunner.h"
#include "core/base/files.h"
#include "core/base/redaction.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"
#include "tests/unit/agents/scriptedrunner.h"

#include <QJsonArray>
#include <QTemporaryDir>

using namespace slipway;
using namespace std::chrono_literals;
using agents::AgentRequest;
using agents::AgentResult;
using agents::TranscriptEvent;
using domain::FailureClass;
using test::ScriptedRunner;

namespace {

/// Reads our own transcript lines; a `finished` event without error and exit code 0 is success.
class PlainParser final : public agents::TranscriptParser {
public:
    QList<TranscriptEvent> line(const QByteArray &line) override
    {
        const auto json = base::parseObject(line);
        if (json.isEmpty())
            return {};
        auto event = agents::transcriptEventFromJson(json);
        if (event.kind == TranscriptEvent::Kind::Finished)
            m_finished = event;
        return { event };
    }
    AgentResult finish(const process::ProcessOutcome &outcome) override
    {
        AgentResult result;
        if (!m_finished || !outcome.ok()) {
            result.failure = FailureClass::AgentError;
            result.detail = QStringLiteral("no result");
            return result;
        }
        result.text = m_finished->text;
        result.structured = m_finished->data.value(QLatin1String("structured")).toObject();
        return result;
    }

private:
    std::optional<TranscriptEvent> m_finished;
};

class PlainDriver final : public agents::AgentDriver {
public:
    Result<process::ProcessSpec> spec = process::ProcessSpec {};
    std::optional<std::chrono::milliseconds> ownIdle;

    QString name() const override { return QStringLiteral("plain"); }
    QString title() const override { return QStringLiteral("Plain"); }
    bool isMetered() const override { return true; }
    std::optional<std::chrono::milliseconds> idleLimit(const AgentRequest &) const override { return ownIdle; }
    Async<agents::AgentAvailability> detect(process::ProcessRunner &) const override
    {
        co_return agents::AgentAvailability {};
    }
    Result<process::ProcessSpec> command(const AgentRequest &) const override { return spec; }
    std::unique_ptr<agents::TranscriptParser> makeParser(const AgentRequest &) const override
    {
        return std::make_unique<PlainParser>();
    }
};

QByteArray textLine(const char *text)
{
    return QByteArray(R"({"kind":"text","text":")") + text + "\"}";
}

QByteArray usageLine(double usd, qint64 tokens, int turns)
{
    return "{\"kind\":\"usage\",\"data\":{\"usd\":" + QByteArray::number(usd) + ",\"input_tokens\":"
        + QByteArray::number(tokens) + ",\"output_tokens\":1,\"turns\":" + QByteArray::number(turns) + "}}";
}

const QByteArray finishedLine = R"({"kind":"finished","text":"done"})";

} // namespace

class TstAgentRunner final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void successGivesTextAndTranscript();
    void secretsAreMaskedEverywhere();
    void silenceIsAStall();
    void driversOwnIdleLimitWins();
    void openToolCallHasMoreTime();
    void retryNoticesDoNotCountAsLife();
    void otherOutputCountsAsLife();
    void totalTimeIsATimeout();
    void budgetsStopTheRun_data();
    void budgetsStopTheRun();
    void usageAtTheEndDoesNotSpoilASuccess();
    void stopIsCancelled();
    void stopBeforeTheStartIsCancelled();
    void missingProgramIsSetupFailed();
    void driverThatCannotStartIsSetupFailed();
    void brokenSandboxHasItsOwnClass();
    void garbageIsAnAgentError();
    void missingStructuredAnswerIsAnAgentError();
    void structuredAnswerIsCheckedAgainstTheSchema();
    void hugeEventsAreCut();
    void runNameCannotLeaveTheFolder();
    void unwritableLogFolderDoesNotStopTheRun();

private:
    AgentResult run(std::stop_token stop = {});
    QJsonObject transcriptLine(qsizetype index) const;
    QByteArray wholeLog() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    ScriptedRunner m_process;
    PlainDriver m_driver;
    AgentRequest m_request;
    QList<TranscriptEvent> m_events;
    QString m_logFolder;
};

void TstAgentRunner::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_logFolder = m_folder->path();
    m_process = {};
    m_driver.spec = process::ProcessSpec {};
    m_driver.ownIdle.reset();
    m_events.clear();
    m_request = {};
    m_request.run = QStringLiteral("r1");
    m_request.purpose = QStringLiteral("implement");
    m_request.limits.idle = 10s;
    m_request.limits.total = 30s;
}

AgentResult TstAgentRunner::run(std::stop_token stop)
{
    const base::SystemClock clock;
    agents::AgentRunner runner(m_process, clock, m_logFolder);
    return test::await(
        runner.run(&m_driver, m_request, [this](const TranscriptEvent &event) { m_events.append(event); }, stop));
}

QByteArray TstAgentRunner::wholeLog() const
{
    return base::readFile(m_folder->filePath(QStringLiteral("runs/r1.jsonl"))).value_or(QByteArray {});
}

QJsonObject TstAgentRunner::transcriptLine(qsizetype index) const
{
    const auto lines = wholeLog().trimmed().split('\n');
    return base::parseObject(lines.value(index < 0 ? lines.size() + index : index));
}

void TstAgentRunner::successGivesTextAndTranscript()
{
    m_request.prompt = QStringLiteral("Do it");
    m_process.steps = { { 0ms, textLine("hello"), {} }, { 0ms, finishedLine, {} } };
    const auto result = run();
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(result.text, QStringLiteral("done"));
    QCOMPARE(m_events.size(), 2);
    QVERIFY(m_events.first().time.isValid());
    QCOMPARE(transcriptLine(0).value(QLatin1String("kind")).toString(), QStringLiteral("request"));
    QCOMPARE(transcriptLine(0).value(QLatin1String("prompt")).toString(), QStringLiteral("Do it"));
    QCOMPARE(transcriptLine(1).value(QLatin1String("text")).toString(), QStringLiteral("hello"));
    QCOMPARE(transcriptLine(-1).value(QLatin1String("kind")).toString(), QStringLiteral("result"));
    QVERIFY(transcriptLine(-1).value(QLatin1String("ok")).toBool());
    const QString day = QDateTime::currentDateTimeUtc().toString(QStringLiteral("'plain_'yyyyMMdd'.log'"));
    const auto log = base::readFile(m_folder->filePath(day));
    QVERIFY_RESULT(log);
    QVERIFY(log->contains("r1 hello\n"));
}

void TstAgentRunner::secretsAreMaskedEverywhere()
{
    base::addSecret(QStringLiteral("hunter2hunter2"));
    m_request.prompt = QStringLiteral("token hunter2hunter2");
    m_process.steps = { { 0ms, textLine("it is hunter2hunter2"), {} },
                        { 0ms, R"({"kind":"tool_call","tool":"Bash","data":{"command":"echo hunter2hunter2"}})", {} },
                        { 0ms, R"({"kind":"finished","text":"hunter2hunter2"})", {} } };
    m_process.outcome.err = "hunter2hunter2";
    const auto result = run();
    QVERIFY(result.ok());
    QVERIFY(!wholeLog().isEmpty());
    QVERIFY(!wholeLog().contains("hunter2hunter2"));
    for (const auto &event : std::as_const(m_events))
        QVERIFY(!base::compact(agents::toJson(event)).contains("hunter2hunter2"));
}

void TstAgentRunner::silenceIsAStall()
{
    m_request.limits.idle = 60ms;
    m_process.steps = { { 0ms, textLine("hello"), {} } };
    m_process.hangs = true;
    const auto result = run();
    QCOMPARE(toString(result.failure), toString(FailureClass::Stalled));
    QVERIFY2(result.detail.contains(QStringLiteral("0.06 s")), qPrintable(result.detail));
}

void TstAgentRunner::driversOwnIdleLimitWins()
{
    m_driver.ownIdle = 50ms;
    m_process.hangs = true;
    QCOMPARE(toString(run().failure), toString(FailureClass::Stalled));
}

void TstAgentRunner::openToolCallHasMoreTime()
{
    m_request.limits.idle = 200ms;
    m_process.steps = { { 0ms, R"({"kind":"tool_call","tool":"Bash","tool_id":"t1","text":"make test"})", {} },
                        { 350ms, R"({"kind":"tool_result","tool_id":"t1"})", {} },
                        { 0ms, finishedLine, {} } };
    QVERIFY(run().ok());
    // Behind the result the short limit holds again.
    m_process.steps.insert(2, ScriptedRunner::Step { 350ms, textLine("late"), {} });
    QCOMPARE(toString(run().failure), toString(FailureClass::Stalled));
}

void TstAgentRunner::retryNoticesDoNotCountAsLife()
{
    m_request.limits.idle = 250ms;
    m_process.steps
        = QList<ScriptedRunner::Step>(20, ScriptedRunner::Step { 50ms, R"({"kind":"retry","text":"again"})", {} });
    m_process.hangs = true;
    const auto result = run();
    QCOMPARE(toString(result.failure), toString(FailureClass::Stalled));
    QVERIFY(m_events.size() < 10);
}

void TstAgentRunner::otherOutputCountsAsLife()
{
    m_request.limits.idle = 300ms;
    m_process.steps = QList<ScriptedRunner::Step>(10, ScriptedRunner::Step { 60ms, R"({"kind":"other"})", {} });
    m_process.steps.append({ 0ms, finishedLine, {} });
    QVERIFY(run().ok());
}

void TstAgentRunner::totalTimeIsATimeout()
{
    m_request.limits.total = 80ms;
    m_process.hangs = true;
    const auto result = run();
    QCOMPARE(toString(result.failure), toString(FailureClass::Timeout));
    QCOMPARE(m_process.seen.timeout, 80ms);
}

void TstAgentRunner::budgetsStopTheRun_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("stops");
    QTest::newRow("within") << usageLine(0.5, 900, 9) << false;
    QTest::newRow("turns") << usageLine(0, 0, 11) << true;
    QTest::newRow("tokens") << usageLine(0, 1001, 1) << true;
    QTest::newRow("money") << usageLine(1.5, 10, 1) << true;
}

void TstAgentRunner::budgetsStopTheRun()
{
    QFETCH(QByteArray, line);
    QFETCH(bool, stops);
    m_request.limits.turns = 10;
    m_request.limits.tokens = 1000;
    m_request.limits.usd = 1;
    m_process.steps = { { 0ms, line, {} }, { 20ms, finishedLine, {} } };
    const auto result = run();
    QCOMPARE(toString(result.failure), toString(stops ? FailureClass::Budget : FailureClass::None));
    QVERIFY(result.usage.turns > 0); // what was used is reported, whatever the end
}

void TstAgentRunner::usageAtTheEndDoesNotSpoilASuccess()
{
    m_request.limits.turns = 10;
    m_process.steps = { { 0ms, R"({"kind":"finished","text":"done","data":{"turns":50}})", {} } };
    QVERIFY(run().ok());
}

void TstAgentRunner::stopIsCancelled()
{
    std::stop_source source;
    m_process.hangs = true;
    QTimer::singleShot(30ms, this, [&source] { source.request_stop(); });
    const auto result = run(source.get_token());
    QCOMPARE(toString(result.failure), toString(FailureClass::Cancelled));
}

void TstAgentRunner::stopBeforeTheStartIsCancelled()
{
    std::stop_source source;
    source.request_stop();
    m_process.hangs = true;
    QCOMPARE(toString(run(source.get_token()).failure), toString(FailureClass::Cancelled));
}

void TstAgentRunner::missingProgramIsSetupFailed()
{
    m_process.outcome.end = process::ProcessEnd::FailedToStart;
    m_process.outcome.error = QStringLiteral("There is no program nope");
    const auto result = run();
    QCOMPARE(toString(result.failure), toString(FailureClass::SetupFailed));
    QVERIFY(result.detail.contains(QStringLiteral("nope")));
}

void TstAgentRunner::driverThatCannotStartIsSetupFailed()
{
    m_driver.spec = fail(ErrorCode::NotFound, QStringLiteral("Not installed"), QStringLiteral("Install it"));
    const auto result = run();
    QCOMPARE(toString(result.failure), toString(FailureClass::SetupFailed));
    QCOMPARE(result.detail, QStringLiteral("Not installed. Install it"));
    QCOMPARE(m_process.runs, 0);
}

void TstAgentRunner::brokenSandboxHasItsOwnClass()
{
    m_process.outcome.exitCode = 1;
    m_process.outcome.err = "bwrap: setting up uid map: Permission denied\n";
    QCOMPARE(toString(run().failure), toString(FailureClass::Sandbox));
}

void TstAgentRunner::garbageIsAnAgentError()
{
    m_process.steps
        = { { 0ms, "\x00\xff\xfe garbage", {} }, { 0ms, "{\"kind\":", {} }, { 0ms, QByteArray(5'000'000, 'x'), {} } };
    QCOMPARE(toString(run().failure), toString(FailureClass::AgentError));
}

void TstAgentRunner::missingStructuredAnswerIsAnAgentError()
{
    m_request.schema = QJsonObject { { QStringLiteral("type"), QStringLiteral("object") } };
    m_process.steps = { { 0ms, finishedLine, {} } };
    const auto result = run();
    QCOMPARE(toString(result.failure), toString(FailureClass::AgentError));
    QVERIFY(result.detail.contains(QStringLiteral("missing")));
}

void TstAgentRunner::structuredAnswerIsCheckedAgainstTheSchema()
{
    m_request.schema = QJsonObject { { QStringLiteral("type"), QStringLiteral("object") },
                                     { QStringLiteral("required"), QJsonArray { QStringLiteral("title") } } };
    m_process.steps = { { 0ms, R"({"kind":"finished","data":{"structured":{"name":1}}})", {} } };
    const auto result = run();
    QCOMPARE(toString(result.failure), toString(FailureClass::AgentError));
    QVERIFY2(result.detail.contains(QStringLiteral("title is missing")), qPrintable(result.detail));
    m_process.steps = { { 0ms, R"({"kind":"finished","data":{"structured":{"title":"x"}}})", {} } };
    QVERIFY(run().ok());
}

void TstAgentRunner::hugeEventsAreCut()
{
    const QByteArray huge = R"({"kind":"text","text":")" + QByteArray(3'000'000, 'y') + "\"}";
    m_process.steps = { { 0ms, huge, {} }, { 0ms, finishedLine, {} } };
    QVERIFY(run().ok());
    QVERIFY(m_events.first().text.size() < 40'000);
    QVERIFY(wholeLog().size() < 100'000);
}

void TstAgentRunner::runNameCannotLeaveTheFolder()
{
    m_request.run = QStringLiteral("../../evil/r");
    m_process.steps = { { 0ms, finishedLine, {} } };
    QVERIFY(run().ok());
    const auto files = QDir(m_folder->filePath(QStringLiteral("runs"))).entryList(QDir::Files | QDir::Hidden);
    QCOMPARE(files, QStringList { QStringLiteral("run.._.._evil_r.jsonl") });
}

void TstAgentRunner::unwritableLogFolderDoesNotStopTheRun()
{
    QFile file(m_folder->filePath(QStringLiteral("taken")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    m_logFolder = file.fileName(); // a file, so no folder can be made there
    m_process.steps = { { 0ms, finishedLine, {} } };
    QVERIFY(run().ok());
}

SLIPWAY_TEST(TstAgentRunner)
#include "tst_agentrunner.moc"
