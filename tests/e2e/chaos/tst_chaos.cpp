// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/chaos/endstate.h"
#include "tests/e2e/support/processes.h"
#include "tests/support/testmain.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QRandomGenerator>

#include <algorithm>
#include <csignal>

using namespace slipway::test;

namespace {

const QString idea = QStringLiteral("Build a URL shortener");
constexpr int endTimeoutMs = 420000;

QStringList buildCommand(const QString &pace)
{
    return { QStringLiteral("build"), idea, QStringLiteral("--pace"), pace, QStringLiteral("--yes"),
             QStringLiteral("--json") };
}

int killsWanted(const char *variable, int fallback)
{
    return qEnvironmentVariableIsSet(variable) ? qEnvironmentVariableIntValue(variable) : fallback;
}

void report(const char *what, int kills, QList<qint64> recoveryMs)
{
    std::ranges::sort(recoveryMs);
    if (recoveryMs.isEmpty()) {
        qInfo("%-14s %3d kills", what, kills);
        return;
    }
    qInfo("%-14s %3d kills, recovery median %lld ms, longest %lld ms", what, kills,
          recoveryMs.at(recoveryMs.size() / 2), recoveryMs.last());
}

} // namespace

/// `kill -9` is a non-event: whatever is killed at whatever instant, the journey comes to the end of an undisturbed one.
/// Random, but repeatable: the seed is printed and taken from SLIPWAY_SEED.
class TstChaos final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void engineIsKilled();
    void redisAndAgentsAreKilled();
    void redisLosesEverything();
    void remoteWorkersAreKilled();

private:
    void verifyEnd(const SlipwayHome &home);
    /// Reads what a process says until the time is over or it has ended; true if it is still there.
    static bool follow(QProcess &process, int ms, QByteArray &said);
    void killEngines(int &left, QList<qint64> &recovery);
    void disturb(int &redisLeft, int &agentsLeft);
    QRandomGenerator m_random;
    QByteArray m_tree; ///< of the first journey's result
};

void TstChaos::initTestCase()
{
    const quint32 seed = qEnvironmentVariableIsSet("SLIPWAY_SEED") ? qEnvironmentVariable("SLIPWAY_SEED").toUInt()
                                                                   : QRandomGenerator::global()->generate();
    qInfo("seed %u (SLIPWAY_SEED)", seed);
    m_random.seed(seed);
}

bool TstChaos::follow(QProcess &process, int ms, QByteArray &said)
{
    QElapsedTimer clock;
    clock.start();
    while (process.state() == QProcess::Running && clock.elapsed() < ms) {
        process.waitForReadyRead(int(std::min<qint64>(20, ms - clock.elapsed())));
        said += process.readAllStandardError();
    }
    return process.state() == QProcess::Running;
}

void TstChaos::verifyEnd(const SlipwayHome &home)
{
    const auto again = home.run(buildCommand(QStringLiteral("0")), endTimeoutMs);
    QVERIFY2(again.exitCode == 0, QByteArray(again.err.right(4000)).constData());
    const QString url = again.json().value(QLatin1String("url")).toString();
    QCOMPARE(SlipwayHome::httpStatus(url + QStringLiteral("/healthz")), 200);
    const auto stopped = home.run({ QStringLiteral("undeploy"), QStringLiteral("url-shortener") });
    QVERIFY2(stopped.exitCode == 0, stopped.err.constData());
    const EndState state = endStateOf(home);
    QVERIFY2(state.faults.isEmpty(), state.faults.join(QLatin1Char('\n')).toUtf8().constData());
    if (m_tree.isEmpty())
        m_tree = state.tree;
    QCOMPARE(state.tree, m_tree); // the same code, however it came about
}

void TstChaos::killEngines(int &left, QList<qint64> &recovery)
{
    const SlipwayHome home;
    bool wasKilled = false;
    while (true) {
        const auto engine = home.start(buildCommand(QStringLiteral("0")));
        QElapsedTimer clock;
        clock.start();
        QByteArray said;
        if (wasKilled) {
            while (!said.contains("Going on with") && follow(*engine, 10, said) && clock.elapsed() < 30000) { }
            if (said.contains("Going on with"))
                recovery.append(clock.elapsed());
        }
        const int instant = left > 0 ? m_random.bounded(200, 7000) : endTimeoutMs;
        if (!follow(*engine, instant, said)) {
            QVERIFY2(engine->exitCode() == 0, QByteArray(said.right(4000)).constData());
            break;
        }
        QVERIFY2(left > 0, "the journey does not end");
        ::kill(pid_t(engine->processId()), SIGKILL);
        engine->waitForFinished();
        --left;
        wasKilled = true;
    }
    verifyEnd(home);
}

void TstChaos::engineIsKilled()
{
    const int wanted = killsWanted("SLIPWAY_CHAOS_ENGINE", 5);
    QList<qint64> recovery;
    for (int left = wanted; left > 0;) {
        killEngines(left, recovery);
        if (QTest::currentTestFailed())
            return;
    }
    report("engine", wanted, recovery);
}

void TstChaos::disturb(int &redisLeft, int &agentsLeft)
{
    // An agent that is killed again and again is given to a person, rightly: so few of them a journey.
    constexpr int agentsPerJourney = 4;
    int agentsHere = std::min(agentsLeft, agentsPerJourney);
    const SlipwayHome home;
    const auto engine = home.start(buildCommand(QStringLiteral("0.2")));
    QByteArray said;
    while (follow(*engine, m_random.bounded(500, 4000), said)) {
        const bool wantsRedis = redisLeft > 0 && (agentsHere == 0 || m_random.bounded(2) == 0);
        const QByteArray name = wantsRedis ? "redis-server" : "internal-replay";
        if (!wantsRedis && agentsHere == 0)
            break;
        for (const pid_t pid : descendantsOf(pid_t(engine->processId()))) {
            if (!commandLineOf(pid).contains(name))
                continue;
            killTree(pid);
            --(wantsRedis ? redisLeft : agentsLeft);
            if (!wantsRedis)
                --agentsHere;
            break;
        }
    }
    QVERIFY2(!follow(*engine, endTimeoutMs, said), QByteArray(said.right(4000)).constData());
    QVERIFY2(engine->exitCode() == 0, QByteArray(said.right(4000)).constData());
    verifyEnd(home);
}

void TstChaos::redisAndAgentsAreKilled()
{
    const int redis = killsWanted("SLIPWAY_CHAOS_REDIS", 3);
    const int agents = killsWanted("SLIPWAY_CHAOS_AGENT", 3);
    for (int redisLeft = redis, agentsLeft = agents; redisLeft > 0 || agentsLeft > 0;) {
        disturb(redisLeft, agentsLeft);
        if (QTest::currentTestFailed())
            return;
    }
    report("redis", redis, {});
    report("agent", agents, {});
}

void TstChaos::redisLosesEverything()
{
    const SlipwayHome home;
    const auto engine = home.start(buildCommand(QStringLiteral("0.1")));
    QByteArray said;
    const int merges = m_random.bounded(2, 9);
    while (said.count("merged and closed") < merges && follow(*engine, 20, said)) { }
    QCOMPARE(home.redis({ QStringLiteral("FLUSHALL") }).trimmed(), QByteArray("OK"));
    // What the faces still show, such as a review that was about to end: nothing brings it back, and nothing may wait for it.
    const QString shown = QStringLiteral(
        R"({"project":"url-shortener","issue":999,"agent_type":"qa","kind":"review","phase":"running"})");
    const QStringList tell { QStringLiteral("XADD"),
                             QStringLiteral("slipway:events"),
                             QStringLiteral("*"),
                             QStringLiteral("type"),
                             QStringLiteral("task"),
                             QStringLiteral("data"),
                             shown };
    QVERIFY(home.redis(tell).contains('-')); // the id of an entry
    QVERIFY2(!follow(*engine, endTimeoutMs, said), QByteArray(said.right(4000)).constData());
    QVERIFY2(engine->exitCode() == 0, QByteArray(said.right(4000)).constData());
    verifyEnd(home);
}

void TstChaos::remoteWorkersAreKilled()
{
    const int wanted = killsWanted("SLIPWAY_CHAOS_WORKER", 3);
    for (int left = wanted; left > 0;) {
        SlipwayHome home;
        home.setEnvironment(QStringLiteral("SLIPWAY_WORKERS_AUTOSTART"), QStringLiteral("off"));
        home.setEnvironment(QStringLiteral("SLIPWAY_LEASE_SECONDS"), QStringLiteral("4"));
        home.setEnvironment(QStringLiteral("SLIPWAY_REPLAY_PACE"), QStringLiteral("0"));
        const auto engine = home.start({ QStringLiteral("--server") });
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += engine->readAllStandardError()).contains("serves"), 30000);
        const auto made = home.run(
            { QStringLiteral("new"), idea, QStringLiteral("--yes"), QStringLiteral("--pace"), QStringLiteral("0") },
            endTimeoutMs);
        QVERIFY2(made.exitCode == 0, made.err.constData());
        const auto ran = home.run({ QStringLiteral("run"), QStringLiteral("--wait") }, endTimeoutMs);
        QVERIFY2(ran.exitCode == 0, ran.err.constData());
        // Another machine: a home of its own, and nothing of this one but its Redis.
        SlipwayHome elsewhere;
        elsewhere.setEnvironment(QStringLiteral("SLIPWAY_REDIS_URL"),
                                 QStringLiteral("unix://") + home.path(QStringLiteral(".ai-dev-pipeline/redis.sock")));
        elsewhere.setEnvironment(QStringLiteral("SLIPWAY_LEASE_SECONDS"), QStringLiteral("4"));
        auto worker = elsewhere.start({ QStringLiteral("--worker"), QStringLiteral("--slots"), QStringLiteral("2") });
        const auto isDone = [&home] {
            const auto status = home.run({ QStringLiteral("status"), QStringLiteral("--json") });
            const auto project = status.json().value(QLatin1String("projects")).toArray().at(0).toObject();
            return project.value(QLatin1String("stage")).toString() == QLatin1String("done");
        };
        QElapsedTimer clock;
        clock.start();
        while (!isDone() && clock.elapsed() < endTimeoutMs) {
            QByteArray workerSaid;
            const bool lives = follow(*worker, m_random.bounded(1000, 8000), workerSaid);
            QVERIFY2(lives, workerSaid.constData());
            if (left == 0)
                continue;
            ::kill(pid_t(worker->processId()), SIGKILL);
            worker->waitForFinished();
            --left;
            worker = elsewhere.start({ QStringLiteral("--worker"), QStringLiteral("--slots"), QStringLiteral("2") });
        }
        QVERIFY2(isDone(), home.run({ QStringLiteral("tasks") }).out.constData());
        worker->terminate();
        QVERIFY(worker->waitForFinished(30000));
        engine->terminate();
        QVERIFY(engine->waitForFinished(30000));
        // What ran elsewhere can be read here.
        const auto runs = home.run({ QStringLiteral("logs"), QStringLiteral("--json") });
        QVERIFY2(runs.out.contains("url-shortener:17"), runs.out.constData());
        verifyEnd(home);
        if (QTest::currentTestFailed())
            return;
    }
    report("remote worker", wanted, {});
}

SLIPWAY_TEST(TstChaos)
#include "tst_chaos.moc"
