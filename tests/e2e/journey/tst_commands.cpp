// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/slipwayhome.h"
#include "tests/support/testmain.h"

#include <QJsonArray>
#include <QTcpServer>

using namespace slipway::test;

/// What a person types, with the mistakes they make: one clear line and the right exit code each.
class TstCommands final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mistakes_data();
    void mistakes();
    void emptyHomeCanBeRead_data();
    void emptyHomeCanBeRead();
    void doctorTriesTheAgentThatIsSet();
    void planGateWaitsForAPerson();
    void takenDashboardPortThatWasSet();
    void unreachableRedis();
    void helpAndVersion();
};

void TstCommands::mistakes_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const QStringList &arguments, int code, const char *says) {
        QTest::newRow(name) << arguments << code << QByteArray(says);
    };
    row("unknown command", { QStringLiteral("frobnicate") }, 2, "");
    row("missing argument", { QStringLiteral("switch") }, 2, "");
    row("empty idea", { QStringLiteral("new"), QString() }, 1, "idea is empty");
    row("100 KB idea", { QStringLiteral("new"), QString(100000, QLatin1Char('x')) }, 1, "at most");
    row("path as a name",
        { QStringLiteral("new"), QStringLiteral("Build a URL shortener"), QStringLiteral("--name"),
          QStringLiteral("../evil") },
        1, "cannot be a project's name");
    row("no recording", { QStringLiteral("build"), QStringLiteral("Build a rocket") }, 1, "Build a URL shortener");
    row("unknown project", { QStringLiteral("deploy"), QStringLiteral("nosuch") }, 1, "no project");
    row("unknown gate", { QStringLiteral("approve"), QStringLiteral("g99") }, 1, "no open decision");
    row("rejection without a reason", { QStringLiteral("reject"), QStringLiteral("g1") }, 2, "");
    row("workers without an engine", { QStringLiteral("workers"), QStringLiteral("start") }, 3, "No engine");
    row("missing agent",
        { QStringLiteral("new"), QStringLiteral("x y z"), QStringLiteral("--agent"),
          QStringLiteral("command:/nonexistent/agent") },
        1, "cannot be used");
    row("unknown setting",
        { QStringLiteral("config"), QStringLiteral("set"), QStringLiteral("no.such"), QStringLiteral("1") }, 1,
        "no.such");
    row("priority out of range",
        { QStringLiteral("task"), QStringLiteral("prioritise"), QStringLiteral("a:1"), QStringLiteral("12") }, 2, "");
}

void TstCommands::mistakes()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const int, exitCode);
    QFETCH(const QByteArray, says);
    const SlipwayHome home;
    const auto end = home.run(arguments, 60000);
    QVERIFY2(end.exitCode == exitCode, QByteArray(QByteArray::number(end.exitCode) + ": " + end.err).constData());
    QVERIFY2(end.err.contains(says), QByteArray(end.err).constData());
    if (exitCode == 2)
        return;
    const auto json = home.run(arguments + QStringList { QStringLiteral("--json") }, 60000);
    QCOMPARE(json.exitCode, exitCode);
    QCOMPARE(json.json().value(QLatin1String("success")), QJsonValue(false));
    QVERIFY(!json.json().value(QLatin1String("error")).toObject().value(QLatin1String("message")).toString().isEmpty());
}

void TstCommands::emptyHomeCanBeRead_data()
{
    QTest::addColumn<QStringList>("arguments");
    for (const char *verb : { "status", "projects", "tasks", "gates", "logs", "audit" })
        QTest::newRow(verb) << QStringList { QLatin1String(verb) };
    QTest::newRow("doctor") << QStringList { QStringLiteral("doctor") };
    QTest::newRow("workers list") << QStringList { QStringLiteral("workers"), QStringLiteral("list") };
    QTest::newRow("config get") << QStringList { QStringLiteral("config"), QStringLiteral("get") };
}

void TstCommands::emptyHomeCanBeRead()
{
    QFETCH(const QStringList, arguments);
    const SlipwayHome home;
    const auto text = home.run(arguments);
    QVERIFY2(text.exitCode == 0, QByteArray(text.err).constData());
    const auto json = home.run(arguments + QStringList { QStringLiteral("--json") });
    QVERIFY2(json.exitCode == 0 && !json.json().isEmpty(), QByteArray(json.out + json.err).constData());
}

void TstCommands::doctorTriesTheAgentThatIsSet()
{
    SlipwayHome home;
    const QString agent = QStringLiteral("acp:" SLIPWAY_BINARY_DIR "/bin/slipway-fakeacp");
    home.setEnvironment(QStringLiteral("SLIPWAY_AGENT"), agent);
    const auto checks = home.run({ QStringLiteral("doctor"), QStringLiteral("--json") })
                            .json()
                            .value(QLatin1String("checks"))
                            .toArray();
    const auto found = std::ranges::find_if(checks, [&](const QJsonValue &check) {
        return check.toObject().value(QLatin1String("name")).toString() == QString(QStringLiteral("agent ") + agent);
    });
    QVERIFY(found != checks.end());
    QCOMPARE(found->toObject().value(QLatin1String("state")).toString(), QStringLiteral("ok"));
    QCOMPARE(found->toObject().value(QLatin1String("found")).toString(), QStringLiteral("1.2.3"));
}

void TstCommands::planGateWaitsForAPerson()
{
    const SlipwayHome home;
    const QStringList create { QStringLiteral("new"), QStringLiteral("Build a URL shortener"), QStringLiteral("--pace"),
                               QStringLiteral("0"), QStringLiteral("--json") };
    const auto first = home.run(create, 120000);
    QVERIFY2(first.exitCode == 4, QByteArray(first.err).constData());
    QVERIFY(first.json()
                .value(QLatin1String("error"))
                .toObject()
                .value(QLatin1String("hint"))
                .toString()
                .contains(QLatin1String("slipway approve g1")));
    const auto plan = home.run({ QStringLiteral("plan"), QStringLiteral("show"), QStringLiteral("--json") });
    QVERIFY2(plan.exitCode == 0, QByteArray(plan.err).constData());
    const auto rejected = home.run({ QStringLiteral("reject"), QStringLiteral("g1"), QStringLiteral("--why"),
                                     QStringLiteral("not now"), QStringLiteral("--json") });
    QVERIFY2(rejected.exitCode == 0, QByteArray(rejected.err).constData());
    const auto gates = home.run({ QStringLiteral("gates"), QStringLiteral("--json") });
    QVERIFY(gates.json().value(QLatin1String("gates")).toArray().isEmpty());
}

void TstCommands::takenDashboardPortThatWasSet()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    SlipwayHome home;
    home.setEnvironment(QStringLiteral("SLIPWAY_DASHBOARD"), QStringLiteral("127.0.0.1:%1").arg(taken.serverPort()));
    const auto end = home.run({ QStringLiteral("--server") }, 30000);
    QVERIFY2(end.exitCode == 1, QByteArray(QByteArray::number(end.exitCode) + end.err).constData());
}

void TstCommands::unreachableRedis()
{
    SlipwayHome home;
    home.setEnvironment(QStringLiteral("SLIPWAY_REDIS_URL"), QStringLiteral("unix:///nonexistent/redis.sock"));
    const auto end = home.run({ QStringLiteral("status") }, 60000);
    QVERIFY2(end.exitCode == 3, QByteArray(QByteArray::number(end.exitCode) + end.err).constData());
}

void TstCommands::helpAndVersion()
{
    const SlipwayHome home;
    const auto version = home.run({ QStringLiteral("--version") });
    QCOMPARE(version.exitCode, 0);
    QVERIFY(version.out.startsWith("slipway "));
    const auto help = home.run({ QStringLiteral("--help") });
    QCOMPARE(help.exitCode, 0);
    QVERIFY(help.out.contains("build"));
    const auto completion = home.run({ QStringLiteral("completion"), QStringLiteral("bash") });
    QVERIFY(completion.out.contains("complete -F"));
}

SLIPWAY_TEST(TstCommands)
#include "tst_commands.moc"
