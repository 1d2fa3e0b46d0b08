// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/agentcatalog.h"
#include "core/agents/drivers/commanddriver.h"
#include "core/agents/schemacheck.h"
#include "core/base/files.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway;

/// How answers are found, checked and shown: the parts that are plain functions.
class TstAnswers final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void lastJsonObjectIsFound_data();
    void lastJsonObjectIsFound();
    void schemaViolationNamesThePlace_data();
    void schemaViolationNamesThePlace();
    void activityIsOneShortLine_data();
    void activityIsOneShortLine();
    void eventsSurviveJson();
    void catalogKnowsItsAgents();
    void commandNamesASplitCommand();
};

void TstAnswers::lastJsonObjectIsFound_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("bare") << QStringLiteral("{\"a\": 1}") << QByteArray("{\"a\":1}");
    QTest::newRow("behind words") << QStringLiteral("Here you are: {\"a\": {\"b\": [1]}} Bye.")
                                  << QByteArray("{\"a\":{\"b\":[1]}}");
    QTest::newRow("fenced") << QStringLiteral("Text\n```json\n{\"a\": \"x\"}\n```\n") << QByteArray("{\"a\":\"x\"}");
    QTest::newRow("last of several") << QStringLiteral("{\"a\":1}\n{\"b\":2}") << QByteArray("{\"b\":2}");
    QTest::newRow("braces in strings") << QStringLiteral("{\"a\":\"} {\\\" }\"}")
                                       << QByteArray("{\"a\":\"} {\\\" }\"}");
    QTest::newRow("braces of code before") << QStringLiteral("if (x) { y(); }\n{\"a\":1}") << QByteArray("{\"a\":1}");
    QTest::newRow("open brace before") << QStringLiteral("{ never closed\n{\"a\":1}") << QByteArray("{\"a\":1}");
    QTest::newRow("cut") << QStringLiteral("{\"a\": 1, \"b\":") << QByteArray("{}");
    QTest::newRow("none") << QStringLiteral("no object") << QByteArray("{}");
}

void TstAnswers::lastJsonObjectIsFound()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, json);
    QCOMPARE(base::compact(agents::lastJsonObject(text)), json);
}

void TstAnswers::schemaViolationNamesThePlace_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("violation");
    QTest::newRow("fits") << QByteArray(R"({"n":3,"list":[{"s":"a"}]})") << QString();
    QTest::newRow("missing deep") << QByteArray(R"({"n":3,"list":[{"s":"a"},{}]})")
                                  << QStringLiteral("list[1].s is missing");
    QTest::newRow("wrong type") << QByteArray(R"({"n":"3","list":[]})") << QStringLiteral("n is not of type integer");
    QTest::newRow("fraction") << QByteArray(R"({"n":3.5,"list":[]})") << QStringLiteral("n is not of type integer");
    QTest::newRow("too big") << QByteArray(R"({"n":10,"list":[]})") << QStringLiteral("n is 10, above the maximum");
    QTest::newRow("too small") << QByteArray(R"({"n":-1,"list":[]})") << QStringLiteral("n is -1, below the minimum");
    QTest::newRow("list missing") << QByteArray(R"({"n":3})") << QStringLiteral("list is missing");
}

void TstAnswers::schemaViolationNamesThePlace()
{
    QFETCH(QByteArray, value);
    QFETCH(QString, violation);
    const auto schema = base::parseObject(R"({"type":"object","required":["n","list"],"properties":{
        "n":{"type":"integer","minimum":0,"maximum":9},
        "list":{"type":"array","items":{"type":"object","required":["s"],"properties":{"s":{"type":"string"}}}}}})");
    QVERIFY(!schema.isEmpty());
    QCOMPARE(agents::schemaViolation(base::parseObject(value), schema), violation);
}

void TstAnswers::activityIsOneShortLine_data()
{
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<QString>("activity");
    QTest::newRow("edit") << QByteArray(R"({"kind":"tool_call","tool":"Edit","text":"src/app.py"})")
                          << QStringLiteral("Edit src/app.py");
    QTest::newRow("tests") << QByteArray(
        R"({"kind":"tool_call","tool":"Bash","text":"cd x && python3 -m unittest discover"})")
                           << QStringLiteral("Running tests");
    QTest::newRow("npm test") << QByteArray(R"({"kind":"tool_call","tool":"Bash","text":"npm run test"})")
                              << QStringLiteral("Running tests");
    QTest::newRow("command") << QByteArray(R"({"kind":"tool_call","tool":"Bash","text":"ls -la\nwc"})")
                             << QStringLiteral("Run ls -la");
    QTest::newRow("text") << QByteArray(R"({"kind":"text","text":"\nFirst line\nsecond"})")
                          << QStringLiteral("First line");
    QTest::newRow("result is silent") << QByteArray(R"({"kind":"tool_result","text":"x"})") << QString();
    QTest::newRow("failed") << QByteArray(R"({"kind":"finished","text":"boom","is_error":true})")
                            << QStringLiteral("Failed: boom");
}

void TstAnswers::activityIsOneShortLine()
{
    QFETCH(QByteArray, event);
    QFETCH(QString, activity);
    QCOMPARE(agents::activityOf(agents::transcriptEventFromJson(base::parseObject(event))), activity);
}

void TstAnswers::eventsSurviveJson()
{
    agents::TranscriptEvent event;
    event.kind = agents::TranscriptEvent::Kind::ToolResult;
    event.time = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, QTimeZone::UTC);
    event.text = QStringLiteral("a\nb");
    event.tool = QStringLiteral("Bash");
    event.toolId = QStringLiteral("t1");
    event.isError = true;
    event.data = { { QStringLiteral("x"), 1 } };
    const auto again = agents::transcriptEventFromJson(agents::toJson(event));
    QCOMPARE(agents::toJson(again), agents::toJson(event));
    QCOMPARE(again.time, event.time);
    QVERIFY(again.kind == event.kind);
}

void TstAnswers::catalogKnowsItsAgents()
{
    const agents::AgentCatalog catalog({ QStringLiteral("/bin/true"), {}, {} });
    for (const char *name : { "claude", "replay", "command:cat -u" }) {
        const auto driver = catalog.find(QString::fromLatin1(name));
        QVERIFY_RESULT(driver);
        QCOMPARE((*driver)->name(), QString::fromLatin1(name));
    }
    QCOMPARE((*catalog.find(QStringLiteral("claude")))->logName(), QStringLiteral("claude_code"));
    QCOMPARE((*catalog.find(QStringLiteral("command:cat")))->logName(), QStringLiteral("command"));
    const auto unknown = catalog.find(QStringLiteral("nobody"));
    QCOMPARE(toString(unknown.error().code), toString(ErrorCode::NotFound));
    QVERIFY(unknown.error().hint.contains(QStringLiteral("claude")));
    QCOMPARE(toString(catalog.find(QStringLiteral("command: ")).error().code), toString(ErrorCode::Invalid));
}

void TstAnswers::commandNamesASplitCommand()
{
    const auto driver = agents::CommandDriver::fromName(QStringLiteral("command:sh -c \"cat; exit 0\""));
    QVERIFY_RESULT(driver);
    agents::AgentRequest request;
    request.workspace = QStringLiteral("/tmp");
    request.systemPrompt = QStringLiteral("SYSTEM");
    request.prompt = QStringLiteral("PROMPT");
    request.schema = { { QStringLiteral("type"), QStringLiteral("object") } };
    const auto spec = (*driver)->command(request);
    QVERIFY_RESULT(spec);
    QCOMPARE(spec->arguments, QStringList({ QStringLiteral("-c"), QStringLiteral("cat; exit 0") }));
    QVERIFY(spec->input.startsWith("SYSTEM\n\nPROMPT"));
    QVERIFY(spec->input.contains("{\"type\":\"object\"}"));
    QCOMPARE(spec->sandbox->writable, QStringList { QStringLiteral("/tmp") });
    QVERIFY(spec->sandbox->network);
}

SLIPWAY_TEST(TstAnswers)
#include "tst_answers.moc"
