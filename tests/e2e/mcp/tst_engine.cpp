// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/mcpclient.h"
#include "tests/support/testmain.h"

#include <QJsonDocument>
#include <QTest>

using namespace slipway::test;

namespace {

QJsonObject documentOf(const QJsonObject &toolResult)
{
    return toolResult.value(QLatin1String("structuredContent")).toObject();
}

QByteArray told(const QJsonObject &toolResult)
{
    return QJsonDocument(toolResult).toJson(QJsonDocument::Compact).left(2000);
}

} // namespace

/// `slipway mcp` beside a running engine: what an agent can do there, and what only its owner lets it do.
class TstEngine final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agentWorksAndTheOwnerDecides();
};

void TstEngine::agentWorksAndTheOwnerDecides()
{
    SlipwayHome home;
    home.setEnvironment(QStringLiteral("SLIPWAY_DASHBOARD"), QStringLiteral("off"));
    const auto server = home.start({ QStringLiteral("--server") });
    McpClient client(home);
    client.initialize();
    const auto mode = [&] {
        return documentOf(client.call(QStringLiteral("status")))
            .value(QLatin1String("engine"))
            .toObject()
            .value(QLatin1String("mode"))
            .toString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(mode(), QStringLiteral("server"), 30000);

    // The plan's gate is the owner's.
    const QJsonObject idea { { QStringLiteral("idea"), QStringLiteral("Build a URL shortener") },
                             { QStringLiteral("pace"), 0 } };
    const auto created = client.call(QStringLiteral("new_project"), idea);
    QVERIFY2(!created.value(QLatin1String("isError")).toBool(true), told(created).constData());
    QJsonArray gates;
    const auto hasGate = [&] {
        gates = documentOf(client.call(QStringLiteral("gates"))).value(QLatin1String("gates")).toArray();
        return !gates.isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasGate(), 60000);
    const QJsonObject gate { { QStringLiteral("id"), gates.first().toObject().value(QLatin1String("id")) } };
    const auto refused
        = client.ask(QStringLiteral("tools/call"),
                     { { QStringLiteral("name"), QStringLiteral("approve") }, { QStringLiteral("arguments"), gate } });
    QVERIFY(refused.contains(QLatin1String("error")));
    const auto plan = client.call(QStringLiteral("plan_show"));
    QVERIFY2(documentOf(plan).value(QLatin1String("plan")).toObject().value(QLatin1String("issues")).toArray().size()
                 > 10,
             told(plan).constData());
    const auto prd = client.ask(QStringLiteral("resources/read"),
                                { { QStringLiteral("uri"), QStringLiteral("slipway://projects/url-shortener/prd") } });
    const auto content
        = prd.value(QLatin1String("result")).toObject().value(QLatin1String("contents")).toArray().first().toObject();
    QVERIFY(content.value(QLatin1String("text")).toString().size() > 40000);

    // It can stop everything, and cannot start it again.
    const auto paused = client.call(QStringLiteral("pause"));
    QVERIFY2(!paused.value(QLatin1String("isError")).toBool(true), told(paused).constData());
    McpClient owner(home, { QStringLiteral("--allow-control") });
    owner.initialize();
    for (const char *tool : { "resume", "approve" }) {
        const auto result = owner.call(QLatin1String(tool), tool[0] == 'a' ? gate : QJsonObject());
        QVERIFY2(!result.value(QLatin1String("isError")).toBool(true), told(result).constData());
    }
    const auto hasTasks = [&] {
        return documentOf(client.call(QStringLiteral("tasks"))).value(QLatin1String("total")).toInt() > 0
            || !documentOf(client.call(QStringLiteral("projects")))
                    .value(QLatin1String("projects"))
                    .toArray()
                    .first()
                    .toObject()
                    .value(QLatin1String("repo"))
                    .toString()
                    .isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasTasks(), 60000);
    const auto message = client.call(QStringLiteral("task_message"),
                                     { { QStringLiteral("task"), QStringLiteral("url-shortener:9999") },
                                       { QStringLiteral("text"), QStringLiteral("Hello") } });
    QCOMPARE(message.value(QLatin1String("isError")).toBool(), true);

    // The audit log says who it was.
    const auto audit = home.run({ QStringLiteral("audit"), QStringLiteral("--json") });
    QStringList byMcp;
    const auto entries = audit.json().value(QLatin1String("entries")).toArray();
    for (const auto &entry : entries) {
        if (entry.toObject().value(QLatin1String("actor")).toString().startsWith(QLatin1String("mcp:")))
            byMcp.append(entry.toObject().value(QLatin1String("action")).toString());
    }
    for (const char *verb : { "new", "pause", "resume", "approve", "task.message" })
        QVERIFY2(byMcp.contains(QLatin1String(verb)), verb);

    // The engine goes; reading goes on.
    server->terminate();
    QVERIFY(server->waitForFinished(60000));
    QCOMPARE(mode(), QStringLiteral("none"));
}

SLIPWAY_TEST(TstEngine)
#include "tst_engine.moc"
