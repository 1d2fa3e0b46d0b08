// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/mcpclient.h"
#include "tests/support/testmain.h"

#include <QJsonDocument>
#include <QTest>

#include <csignal>

using namespace slipway::test;

namespace {

const QStringList controlTools { QStringLiteral("approve"), QStringLiteral("resume"), QStringLiteral("workers_start"),
                                 QStringLiteral("undeploy") };

QJsonArray toolsOf(McpClient &client)
{
    return client.ask(QStringLiteral("tools/list"))
        .value(QLatin1String("result"))
        .toObject()
        .value(QLatin1String("tools"))
        .toArray();
}

QStringList namesOf(const QJsonArray &tools)
{
    QStringList names;
    for (const auto &tool : tools)
        names.append(tool.toObject().value(QLatin1String("name")).toString());
    return names;
}

int codeOf(const QJsonObject &answer)
{
    return answer.value(QLatin1String("error")).toObject().value(QLatin1String("code")).toInt();
}

QString textOf(const QJsonObject &toolResult)
{
    return toolResult.value(QLatin1String("content"))
        .toArray()
        .first()
        .toObject()
        .value(QLatin1String("text"))
        .toString();
}

} // namespace

/// `slipway mcp` on an empty home without an engine: the protocol itself.
class TstProtocol final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void handshake_data();
    void handshake();
    void listsItsTools();
    void readsAnEmptyHome();
    void changesNeedAnEngine();
    void controlIsTheOwners();
    void errors_data();
    void errors();
    void garbageIsSurvived();
    void batchesOnlyWhereTheVersionHasThem();
    void initializeComesFirst();
    void endsWithItsInput();
    void endsOnSigterm();
    void cleanupTestCase() { m_bench.reset(); }

private:
    struct Bench {
        SlipwayHome home;
        McpClient client { home };
    };
    std::unique_ptr<Bench> m_bench;
};

void TstProtocol::handshake_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("answered");
    QTest::newRow("first") << "2024-11-05" << "2024-11-05";
    QTest::newRow("second") << "2025-03-26" << "2025-03-26";
    QTest::newRow("third") << "2025-06-18" << "2025-06-18";
    QTest::newRow("newer than ours") << "2999-01-01" << "2025-06-18";
    QTest::newRow("never heard of") << "banana" << "2025-06-18";
}

void TstProtocol::handshake()
{
    QFETCH(const QString, asked);
    QFETCH(const QString, answered);
    const SlipwayHome home;
    McpClient client(home);
    const auto result = client.initialize(asked);
    QCOMPARE(result.value(QLatin1String("protocolVersion")).toString(), answered);
    const auto capabilities = result.value(QLatin1String("capabilities")).toObject();
    QVERIFY(capabilities.contains(QLatin1String("tools")) && capabilities.contains(QLatin1String("resources")));
    QCOMPARE(result.value(QLatin1String("serverInfo")).toObject().value(QLatin1String("name")).toString(),
             QStringLiteral("slipway"));
    QVERIFY(client.isSilent()); // `initialized` is a notification
    const auto pong = client.ask(QStringLiteral("ping"));
    QVERIFY(pong.contains(QLatin1String("result")) && pong.value(QLatin1String("result")).toObject().isEmpty());
}

void TstProtocol::listsItsTools()
{
    const SlipwayHome home;
    McpClient client(home);
    client.initialize();
    const auto tools = toolsOf(client);
    const QStringList names = namesOf(tools);
    for (const char *name : { "status", "projects", "new_project", "run_pipeline", "deploy", "rollback", "tasks",
                              "task_show", "task_retry", "task_cancel", "task_message", "plan_show", "gates", "reject",
                              "logs", "diff", "pause", "workers_stop" })
        QVERIFY2(names.contains(QLatin1String(name)), name);
    for (const QString &name : controlTools)
        QVERIFY2(!names.contains(name), qPrintable(name));
    for (const auto &value : tools) {
        const auto tool = value.toObject();
        const QByteArray name = tool.value(QLatin1String("name")).toString().toUtf8();
        const auto schema = tool.value(QLatin1String("inputSchema")).toObject();
        QVERIFY2(schema.value(QLatin1String("type")) == QLatin1String("object"), name.constData());
        QVERIFY2(tool.value(QLatin1String("description")).toString().size() > 10, name.constData());
        const auto hints = tool.value(QLatin1String("annotations")).toObject();
        QVERIFY2(hints.value(QLatin1String("readOnlyHint")).isBool(), name.constData());
        QVERIFY2(hints.value(QLatin1String("readOnlyHint")).toBool()
                     == QList<QByteArray>(
                            { "status", "projects", "tasks", "task_show", "plan_show", "gates", "logs", "diff" })
                            .contains(name),
                 name.constData());
        QVERIFY2(hints.value(QLatin1String("destructiveHint")).toBool()
                     == QList<QByteArray>({ "rollback", "task_cancel", "reject" }).contains(name),
                 name.constData());
    }
    McpClient old(home);
    old.initialize(QStringLiteral("2024-11-05"));
    const auto plain = toolsOf(old);
    QCOMPARE(namesOf(plain), names);
    QVERIFY(!plain.first().toObject().contains(QLatin1String("annotations")));
}

void TstProtocol::readsAnEmptyHome()
{
    const SlipwayHome home;
    McpClient client(home);
    client.initialize();
    const auto status = client.call(QStringLiteral("status"));
    QCOMPARE(status.value(QLatin1String("isError")).toBool(true), false);
    const auto document = status.value(QLatin1String("structuredContent")).toObject();
    QCOMPARE(document.value(QLatin1String("engine")).toObject().value(QLatin1String("mode")).toString(),
             QStringLiteral("none"));
    QCOMPARE(QJsonDocument::fromJson(textOf(status).toUtf8()).object().value(QLatin1String("version")),
             document.value(QLatin1String("version")));
    const auto projects = client.call(QStringLiteral("projects")).value(QLatin1String("structuredContent")).toObject();
    QVERIFY(projects.contains(QLatin1String("projects"))
            && projects.value(QLatin1String("projects")).toArray().isEmpty());
    const auto task = client.call(QStringLiteral("task_show"), { { QStringLiteral("task"), QStringLiteral("x:1") } });
    QCOMPARE(task.value(QLatin1String("isError")).toBool(), true);
    QVERIFY2(textOf(task).contains(QLatin1String("x:1")), qPrintable(textOf(task)));
    const auto list = client.ask(QStringLiteral("resources/list"))
                          .value(QLatin1String("result"))
                          .toObject()
                          .value(QLatin1String("resources"))
                          .toArray();
    QCOMPARE(list.size(), 1);
    const QJsonObject uri { { QStringLiteral("uri"), list.first().toObject().value(QLatin1String("uri")) } };
    const auto read = client.ask(QStringLiteral("resources/read"), uri).value(QLatin1String("result")).toObject();
    const auto content = read.value(QLatin1String("contents")).toArray().first().toObject();
    QVERIFY(QJsonDocument::fromJson(content.value(QLatin1String("text")).toString().toUtf8())
                .object()
                .contains(QLatin1String("engine")));
    const auto patterns = client.ask(QStringLiteral("resources/templates/list"));
    QCOMPARE(
        patterns.value(QLatin1String("result")).toObject().value(QLatin1String("resourceTemplates")).toArray().size(),
        3);
}

void TstProtocol::changesNeedAnEngine()
{
    const SlipwayHome home;
    McpClient client(home);
    client.initialize();
    for (const auto &[tool, arguments] : QList<std::pair<QString, QJsonObject>> {
             { QStringLiteral("new_project"), { { QStringLiteral("idea"), QStringLiteral("Build a URL shortener") } } },
             { QStringLiteral("pause"), {} },
             { QStringLiteral("workers_stop"), {} } }) {
        const auto result = client.call(tool, arguments);
        QCOMPARE(result.value(QLatin1String("isError")).toBool(), true);
        QVERIFY2(textOf(result).contains(QLatin1String("slipway --server")), qPrintable(textOf(result)));
    }
}

void TstProtocol::controlIsTheOwners()
{
    const SlipwayHome home;
    McpClient client(home);
    client.initialize();
    for (const QString &name : controlTools) {
        const auto answer = client.ask(QStringLiteral("tools/call"), { { QStringLiteral("name"), name } });
        QCOMPARE(codeOf(answer), -32602);
        QVERIFY(answer.value(QLatin1String("error"))
                    .toObject()
                    .value(QLatin1String("message"))
                    .toString()
                    .contains(QLatin1String("--allow-control")));
    }
    // Passing the plan gate with the project is the same thing by another door.
    const auto yes = client.ask(QStringLiteral("tools/call"),
                                { { QStringLiteral("name"), QStringLiteral("new_project") },
                                  { QStringLiteral("arguments"),
                                    QJsonObject { { QStringLiteral("idea"), QStringLiteral("Build a URL shortener") },
                                                  { QStringLiteral("yes"), true } } } });
    QCOMPARE(codeOf(yes), -32602);
    McpClient allowed(home, { QStringLiteral("--allow-control") });
    allowed.initialize();
    const QStringList names = namesOf(toolsOf(allowed));
    for (const QString &name : controlTools)
        QVERIFY2(names.contains(name), qPrintable(name));
}

void TstProtocol::errors_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("code");
    QTest::addColumn<QJsonValue>("id");
    const auto row = [](const char *name, const char *line, int code, const QJsonValue &id = QJsonValue::Null) {
        QTest::newRow(name) << QByteArray(line) << code << id;
    };
    row("no JSON", "hello", -32700);
    row("half", R"({"jsonrpc":"2.0","id":7,"method":"pi)", -32700);
    row("two on a line", R"({"jsonrpc":"2.0","id":7,"method":"ping"} {})", -32700);
    row("bad UTF-8", "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"\xff\xfe\"}", -32700);
    row("number", "42", -32600);
    row("string", "\"ping\"", -32600);
    row("empty object", "{}", -32600);
    row("no version", R"({"id":7,"method":"ping"})", -32600, 7);
    row("old version", R"({"jsonrpc":"1.0","id":7,"method":"ping"})", -32600, 7);
    row("null id", R"({"jsonrpc":"2.0","id":null,"method":"ping"})", -32600);
    row("object as id", R"({"jsonrpc":"2.0","id":{},"method":"ping"})", -32600);
    row("fraction as id", R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})", -32600);
    row("no method", R"({"jsonrpc":"2.0","id":7})", -32600, 7);
    row("number as method", R"({"jsonrpc":"2.0","id":7,"method":1})", -32600, 7);
    row("second handshake",
        R"({"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2025-06-18"}})", -32600, 7);
    row("batch", R"([{"jsonrpc":"2.0","id":7,"method":"ping"}])", -32600);
    row("list as params", R"({"jsonrpc":"2.0","id":7,"method":"ping","params":[]})", -32602, 7);
    row("method", R"({"jsonrpc":"2.0","id":7,"method":"prompts/list"})", -32601, 7);
    row("text id", R"({"jsonrpc":"2.0","id":"seven","method":"no/such"})", -32601, QStringLiteral("seven"));
    row("tool", R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"rm"}})", -32602, 7);
    row("no tool", R"({"jsonrpc":"2.0","id":7,"method":"tools/call"})", -32602, 7);
    row("arguments as list",
        R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"status","arguments":[]}})", -32602, 7);
    row("unknown argument",
        R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"status","arguments":{"a":1}}})", -32602, 7);
    row("missing argument", R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"diff"}})", -32602, 7);
    row("wrong type",
        R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"diff","arguments":{"task":7}}})", -32602, 7);
    row("wrong choice",
        R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"tasks","arguments":{"phase":"x"}}})", -32602,
        7);
    row("out of range",
        R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"tasks","arguments":{"limit":0}}})", -32602,
        7);
    row("tool cursor", R"({"jsonrpc":"2.0","id":7,"method":"tools/list","params":{"cursor":"x"}})", -32602, 7);
    row("no uri", R"({"jsonrpc":"2.0","id":7,"method":"resources/read"})", -32602, 7);
    row("foreign uri", R"({"jsonrpc":"2.0","id":7,"method":"resources/read","params":{"uri":"file:///etc/passwd"}})",
        -32002, 7);
    row("uri that climbs",
        R"({"jsonrpc":"2.0","id":7,"method":"resources/read","params":{"uri":"slipway://projects/../prd"}})", -32002,
        7);
    row("resource of no project",
        R"({"jsonrpc":"2.0","id":7,"method":"resources/read","params":{"uri":"slipway://projects/nothing/prd"}})",
        -32002, 7);
    row("resource cursor", R"({"jsonrpc":"2.0","id":7,"method":"resources/list","params":{"cursor":"x"}})", -32602, 7);
}

void TstProtocol::errors()
{
    QFETCH(const QByteArray, line);
    QFETCH(const int, code);
    QFETCH(const QJsonValue, id);
    if (!m_bench) {
        m_bench = std::make_unique<Bench>(); // one for all: an error leaves it as it was
        m_bench->client.initialize();
    }
    auto &client = m_bench->client;
    client.sendLine(line);
    const auto answer = client.nextMessage().toObject();
    QCOMPARE(codeOf(answer), code);
    QCOMPARE(answer.value(QLatin1String("id")), id);
    QVERIFY(!answer.value(QLatin1String("error")).toObject().value(QLatin1String("message")).toString().isEmpty());
}

void TstProtocol::garbageIsSurvived()
{
    const SlipwayHome home;
    McpClient client(home);
    client.initialize();
    QByteArray noise;
    for (int i = 0; i < 4096; ++i)
        noise.append(char(i * 7919 % 255 == '\n' ? 'x' : i * 7919 % 255));
    client.sendLine(noise.replace('\n', 'x'));
    QCOMPARE(codeOf(client.nextMessage().toObject()), -32700);
    client.sendLine("\r\n   \n"); // empty lines are nothing
    client.sendLine(R"({"jsonrpc":"2.0","method":"no/such/notification","params":{"a":[1,2]}})");
    client.sendLine(R"({"jsonrpc":"2.0","id":99,"result":{}})"); // an answer to nothing
    client.sendLine(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":12345}})");
    QVERIFY(client.isSilent());
    // Deep nesting and a line over the bound, read on behind it.
    client.sendLine(QByteArray(200000, '['));
    QCOMPARE(codeOf(client.nextMessage().toObject()), -32700);
    client.sendLine("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + QByteArray(3 * 1024 * 1024, 'a') + "\"}");
    QCOMPARE(codeOf(client.nextMessage().toObject()), -32600);
    QVERIFY(client.ask(QStringLiteral("ping")).contains(QLatin1String("result")));
}

void TstProtocol::batchesOnlyWhereTheVersionHasThem()
{
    const SlipwayHome home;
    McpClient client(home);
    client.initialize(QStringLiteral("2025-03-26"));
    client.sendLine(R"([{"jsonrpc":"2.0","id":"a","method":"ping"},{"jsonrpc":"2.0","method":"n"},)"
                    R"({"jsonrpc":"2.0","id":"b","method":"no/such"},7])");
    const auto answers = client.nextMessage().toArray();
    QCOMPARE(answers.size(), 3); // none for the notification
    QStringList ids;
    for (const auto &answer : answers)
        ids.append(answer.toObject().value(QLatin1String("id")).toString(QStringLiteral("null")));
    ids.sort();
    QCOMPARE(ids, QStringList({ QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("null") }));
    client.sendLine("[]");
    QCOMPARE(codeOf(client.nextMessage().toObject()), -32600);
    client.sendLine(R"([{"jsonrpc":"2.0","method":"n"}])");
    QVERIFY(client.isSilent());
}

void TstProtocol::initializeComesFirst()
{
    const SlipwayHome home;
    McpClient client(home);
    QCOMPARE(codeOf(client.ask(QStringLiteral("tools/list"))), -32600);
    QVERIFY(client.ask(QStringLiteral("ping")).contains(QLatin1String("result")));
    QCOMPARE(codeOf(client.ask(QStringLiteral("initialize"))), -32602);
    client.sendLine(R"([{"jsonrpc":"2.0","id":1,"method":"ping"}])");
    QCOMPARE(codeOf(client.nextMessage().toObject()), -32600);
    QCOMPARE(client.initialize().value(QLatin1String("protocolVersion")).toString(), QStringLiteral("2025-06-18"));
}

void TstProtocol::endsWithItsInput()
{
    const SlipwayHome home;
    McpClient client(home);
    // What was asked before the end is answered, the last line without its newline too.
    client.process().write(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18"}})"
                           "\n"
                           R"({"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"status"}})");
    client.process().closeWriteChannel();
    QCOMPARE(client.nextMessage().toObject().value(QLatin1String("id")).toInt(), 1);
    const auto status = client.nextMessage().toObject();
    QCOMPARE(status.value(QLatin1String("id")).toInt(), 2);
    QVERIFY(status.contains(QLatin1String("result")));
    QVERIFY(client.process().state() == QProcess::NotRunning || client.process().waitForFinished(20000));
    QCOMPARE(client.process().exitCode(), 0);
    QCOMPARE(client.process().exitStatus(), QProcess::NormalExit);
}

void TstProtocol::endsOnSigterm()
{
    const SlipwayHome home;
    McpClient client(home);
    client.initialize();
    ::kill(pid_t(client.process().processId()), SIGTERM);
    QVERIFY(client.process().waitForFinished(15000));
    QCOMPARE(client.process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(client.process().exitCode(), 0);
    QVERIFY(client.process().readAllStandardOutput().isEmpty());
}

SLIPWAY_TEST(TstProtocol)
#include "tst_protocol.moc"
