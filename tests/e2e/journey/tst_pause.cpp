// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/processes.h"
#include "tests/e2e/support/slipwayhome.h"
#include "tests/support/testmain.h"

#include <QJsonArray>

#include <algorithm>

using namespace slipway::test;

namespace {

const QString idea = QStringLiteral("Build a URL shortener");

bool agentsRunBelow(const QProcess &engine)
{
    return std::ranges::any_of(descendantsOf(pid_t(engine.processId())),
                               [](pid_t pid) { return commandLineOf(pid).contains("internal-replay"); });
}

std::unique_ptr<QProcess> serve(const SlipwayHome &home)
{
    auto engine = home.start({ QStringLiteral("--server") });
    QByteArray said;
    [&] { QTRY_VERIFY_WITH_TIMEOUT((said += engine->readAllStandardError()).contains("serves"), 30000); }();
    return engine;
}

} // namespace

/// Pause means pause: agents of workers and of planning end, nothing starts, no restart lifts it; a person's resume does.
class TstPause final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void planningStopsAndGoesOn();
    void workersStopAndGoOn();

private:
    static QString stateOf(const SlipwayHome &home);
};

QString TstPause::stateOf(const SlipwayHome &home)
{
    const auto status = home.run({ QStringLiteral("status"), QStringLiteral("--json") });
    return status.json()
        .value(QLatin1String("projects"))
        .toArray()
        .at(0)
        .toObject()
        .value(QLatin1String("state"))
        .toString();
}

void TstPause::planningStopsAndGoesOn()
{
    const SlipwayHome home;
    auto engine = serve(home);
    const auto creation = home.start({ QStringLiteral("new"), idea, QStringLiteral("--yes"), QStringLiteral("--pace"),
                                       QStringLiteral("3"), QStringLiteral("--json") });
    QTRY_VERIFY_WITH_TIMEOUT(agentsRunBelow(*engine), 60000);
    const auto paused = home.run({ QStringLiteral("pause"), QStringLiteral("--all") });
    QVERIFY2(paused.exitCode == 0, paused.err.constData());
    QTRY_VERIFY_WITH_TIMEOUT(!agentsRunBelow(*engine), 30000);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(home), QStringLiteral("paused"), 30000);
    // A restart does not lift it.
    engine->terminate();
    QVERIFY(engine->waitForFinished(30000));
    engine = serve(home);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(home), QStringLiteral("paused"), 30000);
    QVERIFY(!agentsRunBelow(*engine));
    const auto resumed = home.run({ QStringLiteral("resume"), QStringLiteral("--all") });
    QVERIFY2(resumed.exitCode == 0, resumed.err.constData());
    QTRY_VERIFY_WITH_TIMEOUT(agentsRunBelow(*engine), 60000);
    creation->terminate();
    QVERIFY(creation->waitForFinished(30000));
    engine->terminate();
    QVERIFY(engine->waitForFinished(30000));
}

void TstPause::workersStopAndGoOn()
{
    SlipwayHome home;
    home.setEnvironment(QStringLiteral("SLIPWAY_REPLAY_PACE"), QStringLiteral("5"));
    const auto made = home.run(
        { QStringLiteral("new"), idea, QStringLiteral("--yes"), QStringLiteral("--pace"), QStringLiteral("0.5") },
        200000);
    QVERIFY2(made.exitCode == 0, made.err.constData());
    auto engine = serve(home);
    const auto ran = home.run({ QStringLiteral("run"), QStringLiteral("--wait") }, 200000);
    QVERIFY2(ran.exitCode == 0, ran.err.constData());
    QTRY_VERIFY_WITH_TIMEOUT(agentsRunBelow(*engine), 60000);
    const auto paused = home.run({ QStringLiteral("pause"), QStringLiteral("url-shortener") });
    QVERIFY2(paused.exitCode == 0, paused.err.constData());
    QTRY_VERIFY_WITH_TIMEOUT(!agentsRunBelow(*engine), 30000);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(home), QStringLiteral("paused"), 30000);
    const auto isAnyRunning = [&home] {
        const auto tasks = home.run({ QStringLiteral("tasks"), QStringLiteral("--json") })
                               .json()
                               .value(QLatin1String("tasks"))
                               .toArray();
        return std::ranges::any_of(tasks, [](const QJsonValue &task) {
            return task.toObject().value(QLatin1String("phase")).toString() == QLatin1String("running");
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(!isAnyRunning(), 30000); // handed back
    const auto resumed = home.run({ QStringLiteral("resume"), QStringLiteral("url-shortener") });
    QVERIFY2(resumed.exitCode == 0, resumed.err.constData());
    QTRY_VERIFY_WITH_TIMEOUT(agentsRunBelow(*engine), 60000);
    engine->terminate();
    QVERIFY(engine->waitForFinished(30000));
}

SLIPWAY_TEST(TstPause)
#include "tst_pause.moc"
