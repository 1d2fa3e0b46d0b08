// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/processes.h"
#include "tests/e2e/support/roleproject.h"
#include "tests/support/testmain.h"

#include <QJsonArray>

#include <csignal>

using namespace slipway::test;

namespace {

const QString agent = QStringLiteral("command:/bin/sh -c 'cat > /dev/null; sleep 45; echo Done.'");

QJsonObject runningTask(const SlipwayHome &home)
{
    const auto tasks = home.run({ QStringLiteral("tasks"), QStringLiteral("--json") })
                           .json()
                           .value(QLatin1String("tasks"))
                           .toArray();
    for (const auto &value : tasks) {
        const auto task = value.toObject();
        if (task.value(QLatin1String("phase")).toString() == QLatin1String("running")
            && task.value(QLatin1String("agent_type")).toString() == QLatin1String("backend"))
            return task;
    }
    return {};
}

int agentsBelow(const QProcess &engine)
{
    const auto all = descendantsOf(pid_t(engine.processId()));
    return int(std::ranges::count_if(all, [](pid_t pid) { return commandLineOf(pid).startsWith("sleep 45"); }));
}

} // namespace

/// A machine that sleeps for longer than a lease: the agent that slept with it goes on, and no second one starts.
class TstSuspend final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agentThatSleptKeepsItsTask();
};

void TstSuspend::agentThatSleptKeepsItsTask()
{
    SlipwayHome home;
    home.setEnvironment(QStringLiteral("SLIPWAY_LEASE_SECONDS"), QStringLiteral("3"));
    home.setEnvironment(QStringLiteral("SLIPWAY_WORKERS"), QStringLiteral("backend=1")); // one agent at a time
    const auto engine = serveWithAgentFor(home, QStringLiteral("backend"), agent);
    QVERIFY(engine);
    QJsonObject before;
    QTRY_VERIFY_WITH_TIMEOUT(!(before = runningTask(home)).isEmpty() && agentsBelow(*engine) == 1, 60000);

    // As a suspend does it: everything stands still, the clock does not.
    auto everything = descendantsOf(pid_t(engine->processId()));
    everything.append(pid_t(engine->processId()));
    for (const pid_t pid : std::as_const(everything))
        ::kill(pid, SIGSTOP);
    QTest::qWait(8000); // longer than the lease and what may be late besides
    for (const pid_t pid : std::as_const(everything))
        ::kill(pid, SIGCONT);

    // Watched for as long as a recovery may be put off, and longer.
    int most = 0;
    const auto moreThanOne = [&] { return (most = std::max(most, agentsBelow(*engine))) > 1; };
    QVERIFY2(!QTest::qWaitFor(moreThanOne, 10000), "a second agent was started");
    QCOMPARE(most, 1);
    const QJsonObject after = runningTask(home);
    QCOMPARE(after.value(QLatin1String("issue")), before.value(QLatin1String("issue")));
    QCOMPARE(after.value(QLatin1String("attempts")), before.value(QLatin1String("attempts")));
    engine->terminate();
    QVERIFY(engine->waitForFinished(30000));
}

SLIPWAY_TEST(TstSuspend)
#include "tst_suspend.moc"
