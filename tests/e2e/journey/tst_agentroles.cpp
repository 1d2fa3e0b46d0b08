// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/slipwayhome.h"
#include "tests/support/testmain.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace slipway::test;

namespace {

const QString idea = QStringLiteral("Build a URL shortener");
const QString reviewer = QStringLiteral("command:/bin/cat"), other = QStringLiteral("command:/bin/true");

void setQaAgent(const SlipwayHome &home, const QString &agent)
{
    const auto set
        = home.run({ QStringLiteral("config"), QStringLiteral("set"), QStringLiteral("agent.roles.qa"), agent });
    QVERIFY2(set.exitCode == 0, set.err.constData());
}

void run(const SlipwayHome &home)
{
    const auto ran = home.run({ QStringLiteral("run"), QStringLiteral("--wait") }, 300000);
    QVERIFY2(ran.exitCode == 0, ran.err.constData());
}

QJsonObject project(const SlipwayHome &home)
{
    const auto status = home.run({ QStringLiteral("status"), QStringLiteral("--json") });
    return status.json().value(QLatin1String("projects")).toArray().at(0).toObject();
}

QString reviewerOf(const SlipwayHome &home)
{
    QFile file(home.projectFolder() + QStringLiteral("/.qa_config.json"));
    return file.open(QIODevice::ReadOnly)
        ? QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("reviewer")).toString()
        : QString();
}

} // namespace

/// Roles may have agents of their own: they work there, and only where a person let them.
class TstAgentRoles final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void accountOfARoleIsAskedFor();
    void projectKeepsWhatItWasCreatedWith();
    void agentNamedForTheProjectWorksInEveryRole();
};

void TstAgentRoles::accountOfARoleIsAskedFor()
{
    SlipwayHome home;
    home.setEnvironment(QStringLiteral("SLIPWAY_REPLAY_PACE"), QStringLiteral("0"));
    setQaAgent(home, reviewer);
    const auto engine = home.start({ QStringLiteral("--server") });
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += engine->readAllStandardError()).contains("serves"), 30000);
    const auto creation = home.start({ QStringLiteral("new"), idea, QStringLiteral("--yes") });
    QJsonArray gates;
    QTRY_VERIFY_WITH_TIMEOUT(!(gates = home.run({ QStringLiteral("gates"), QStringLiteral("--json") })
                                           .json()
                                           .value(QLatin1String("gates"))
                                           .toArray())
                                  .isEmpty(),
                             30000);
    const auto gate = gates.at(0).toObject();
    QCOMPARE(gate.value(QLatin1String("kind")).toString(), QStringLiteral("account"));
    QVERIFY2(gate.value(QLatin1String("title")).toString().contains(QLatin1String("cat")),
             qPrintable(gate.value(QLatin1String("title")).toString()));
    const auto rejected = home.run({ QStringLiteral("reject"), gate.value(QLatin1String("id")).toString(),
                                     QStringLiteral("--why"), QStringLiteral("not mine") });
    QVERIFY2(rejected.exitCode == 0, rejected.err.constData());
    QTRY_COMPARE_WITH_TIMEOUT(project(home).value(QLatin1String("state")).toString(), QStringLiteral("failed"), 30000);
    creation->waitForFinished(30000);
    engine->terminate();
    QVERIFY(engine->waitForFinished(30000));
}

void TstAgentRoles::projectKeepsWhatItWasCreatedWith()
{
    SlipwayHome home;
    home.setEnvironment(QStringLiteral("SLIPWAY_REPLAY_PACE"), QStringLiteral("0"));
    setQaAgent(home, reviewer);
    const auto made = home.run(
        { QStringLiteral("new"), idea, QStringLiteral("--yes"), QStringLiteral("--allow"), QStringLiteral("agent") },
        120000);
    QVERIFY2(made.exitCode == 0, made.err.constData());
    setQaAgent(home, other); // for the next one
    const auto roles = project(home).value(QLatin1String("agents_by_role")).toObject();
    QCOMPARE(roles, (QJsonObject { { QStringLiteral("qa"), reviewer } }));
    run(home);
    QCOMPARE(reviewerOf(home), reviewer);
}

void TstAgentRoles::agentNamedForTheProjectWorksInEveryRole()
{
    SlipwayHome home;
    home.setEnvironment(QStringLiteral("SLIPWAY_REPLAY_PACE"), QStringLiteral("0"));
    setQaAgent(home, reviewer);
    const auto made = home.run(
        { QStringLiteral("new"), idea, QStringLiteral("--yes"), QStringLiteral("--agent"), QStringLiteral("replay") },
        120000);
    QVERIFY2(made.exitCode == 0, made.err.constData());
    QVERIFY(!project(home).contains(QLatin1String("agents_by_role")));
    run(home);
    QCOMPARE(reviewerOf(home), QStringLiteral("replay"));
}

SLIPWAY_TEST(TstAgentRoles)
#include "tst_agentroles.moc"
