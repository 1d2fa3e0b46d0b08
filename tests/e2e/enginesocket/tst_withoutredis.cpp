// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/enginesocket.h"
#include "tests/e2e/support/mcpclient.h"
#include "tests/e2e/support/slipwayhome.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTest>

#include <csignal>
#include <sys/stat.h>

using namespace slipway;
using namespace slipway::test;
using namespace std::chrono_literals;

namespace {

QByteArray told(const CommandEnd &end)
{
    return QByteArray::number(end.exitCode) + ": " + end.out + end.err;
}

/// What /proc says of a process, as NAME: VALUE lines; empty when it is gone.
QString statusOf(const QString &pid, const char *key)
{
    QFile file(QStringLiteral("/proc/%1/status").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
    for (const QString &line : lines) {
        if (line.startsWith(QLatin1String(key) + QLatin1Char(':')))
            return line.section(QLatin1Char(':'), 1).trimmed();
    }
    return {};
}

QStringList processes()
{
    QStringList pids = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    pids.removeIf([](const QString &name) { return name.toInt() <= 0; });
    return pids;
}

/// A child of this process whose name begins so; 0 if there is none.
pid_t childOf(qint64 parent, const char *name)
{
    const auto pids = processes();
    for (const QString &pid : pids) {
        if (statusOf(pid, "PPid").toLongLong() == parent && statusOf(pid, "Name").startsWith(QLatin1String(name)))
            return pid_t(pid.toInt());
    }
    return 0;
}

/// Processes that run below this folder's recordings: the agents of this home.
int agentsOf(const SlipwayHome &home)
{
    int count = 0;
    const auto pids = processes();
    for (const QString &pid : pids) {
        QFile command(QStringLiteral("/proc/%1/cmdline").arg(pid));
        QFile environment(QStringLiteral("/proc/%1/environ").arg(pid));
        if (!command.open(QIODevice::ReadOnly) || !command.readAll().contains("internal-replay"))
            continue;
        const QString folder = QFile::symLinkTarget(QStringLiteral("/proc/%1/cwd").arg(pid));
        count += folder.startsWith(home.path(QString())) ? 1 : 0;
    }
    return count;
}

QJsonObject engineOf(const SlipwayHome &home)
{
    const auto status = home.run({ QStringLiteral("status"), QStringLiteral("--json") });
    return status.json().value(QLatin1String("engine")).toObject();
}

} // namespace

/// A running engine whose Redis hangs (stopped, not gone): the engine's own socket still says how it is, pauses and stops.
class TstWithoutRedis final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void healthPauseAndStopNeedNoRedis();
    void pauseBecomesTheGlobalPause();

private:
    struct Server {
        explicit Server(SlipwayHome &home)
            : process(home.start({ QStringLiteral("--server") }))
            , socket(home.path(QStringLiteral(".ai-dev-pipeline/engine.sock")))
        {
        }
        ~Server()
        {
            if (redis > 0)
                ::kill(redis, SIGCONT); // what a failed test left hanging
            if (process->state() != QProcess::NotRunning) {
                process->terminate();
                if (!process->waitForFinished(60000))
                    process->kill();
            }
        }
        [[nodiscard]] Result<QJsonObject> ask(const char *verb, std::chrono::milliseconds timeout = 15s) const
        {
            return await(control::askEngine(socket, QLatin1String(verb), QStringLiteral("cli:test"), timeout));
        }
        [[nodiscard]] bool hasRedis() const
        {
            const auto health = ask("health");
            return health
                && health->value(QLatin1String("redis")).toObject().value(QLatin1String("connected")).toBool();
        }
        [[nodiscard]] bool isPaused() const
        {
            const auto health = ask("health");
            return health && health->value(QLatin1String("paused")).toBool();
        }
        void hangRedis()
        {
            redis = childOf(process->processId(), "redis-server");
            QVERIFY(redis > 0);
            QCOMPARE(::kill(redis, SIGSTOP), 0);
        }
        std::unique_ptr<QProcess> process;
        QString socket;
        pid_t redis = 0;
    };
};

void TstWithoutRedis::healthPauseAndStopNeedNoRedis()
{
    SlipwayHome home;
    home.setEnvironment(QStringLiteral("SLIPWAY_DASHBOARD"), QStringLiteral("off"));
    {
        Server server(home);
        QTRY_VERIFY_WITH_TIMEOUT(server.hasRedis(), 30000);
        struct stat info {};
        QCOMPARE(::lstat(QFile::encodeName(server.socket).constData(), &info), 0);
        QCOMPARE(int(info.st_mode & 0777), 0700);
        const auto well = home.run({ QStringLiteral("doctor") });
        QVERIFY2(well.out.contains("server, up") && well.out.contains("Redis connected"), told(well).constData());

        server.hangRedis();
        QElapsedTimer clock;
        clock.start();
        const auto health = server.ask("health", 5s);
        QVERIFY_RESULT(health);
        QCOMPARE(health->value(QLatin1String("pid")).toInteger(), server.process->processId());
        QCOMPARE(health->value(QLatin1String("mode")).toString(), QStringLiteral("server"));
        QCOMPARE(health->value(QLatin1String("version")).toString().isEmpty(), false);
        QCOMPARE(health->value(QLatin1String("paused")).toBool(true), false);
        const auto redis = health->value(QLatin1String("redis")).toObject();
        QVERIFY(redis.value(QLatin1String("url")).toString().contains(QLatin1String("redis.sock")));
        QCOMPARE(redis.value(QLatin1String("connected")).toBool(true), false);
        const auto doctor = home.run({ QStringLiteral("doctor") });
        QVERIFY2(doctor.out.contains("Redis not reachable"), told(doctor).constData());

        const auto paused = home.run({ QStringLiteral("pause"), QStringLiteral("--all") });
        QVERIFY2(paused.exitCode == 0 && paused.out.contains("its own socket"), told(paused).constData());
        QVERIFY(server.isPaused());
        QVERIFY(QFileInfo::exists(home.path(QStringLiteral(".ai-dev-pipeline/paused.json"))));

        QVERIFY_RESULT(server.ask("stop"));
        QVERIFY(server.process->waitForFinished(120000));
        QCOMPARE(server.process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(server.process->exitCode(), 0);
        QVERIFY(!QFileInfo::exists(server.socket));
        server.redis = 0;
    }
    // The next engine is paused from its first moment, until a person resumes.
    Server next(home);
    QTRY_VERIFY_WITH_TIMEOUT(next.hasRedis(), 30000);
    QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(home.path(QStringLiteral(".ai-dev-pipeline/paused.json"))), 10000);
    QTRY_COMPARE_WITH_TIMEOUT(engineOf(home).value(QLatin1String("mode")).toString(), QStringLiteral("server"), 10000);
    QVERIFY(engineOf(home).value(QLatin1String("paused")).toBool());
    const auto resumed = home.run({ QStringLiteral("resume"), QStringLiteral("--all") });
    QVERIFY2(resumed.exitCode == 0, told(resumed).constData());
    QTRY_VERIFY_WITH_TIMEOUT(!next.isPaused(), 10000);
    const auto audit = home.run({ QStringLiteral("audit"), QStringLiteral("--json") });
    QVERIFY2(audit.out.contains("over the engine's socket"), told(audit).constData());
    QVERIFY(home.run({ QStringLiteral("audit"), QStringLiteral("--verify") }).exitCode == 0);
}

void TstWithoutRedis::pauseBecomesTheGlobalPause()
{
    SlipwayHome home;
    home.setEnvironment(QStringLiteral("SLIPWAY_DASHBOARD"), QStringLiteral("off"));
    Server server(home);
    QTRY_VERIFY_WITH_TIMEOUT(server.hasRedis(), 30000);
    QTRY_COMPARE_WITH_TIMEOUT(engineOf(home).value(QLatin1String("mode")).toString(), QStringLiteral("server"), 30000);
    // Agents at work, slowly.
    const auto created = home.run({ QStringLiteral("new"), QStringLiteral("Build a URL shortener"),
                                    QStringLiteral("--pace"), QStringLiteral("0.5"), QStringLiteral("--yes") },
                                  120000);
    QVERIFY2(created.exitCode == 0, told(created).constData());
    const auto run = home.run({ QStringLiteral("run") });
    QVERIFY2(run.exitCode == 0, told(run).constData());
    const auto isBusy = [&] {
        const auto workers
            = home.run({ QStringLiteral("status"), QStringLiteral("--json") }).json().value(QLatin1String("workers"));
        const auto list = workers.toArray();
        return agentsOf(home) > 0 && std::ranges::any_of(list, [](const auto &worker) {
                   return worker.toObject().value(QLatin1String("state")) == QLatin1String("busy");
               });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isBusy(), 90000);

    server.hangRedis();
    McpClient agent(home); // an agent may pause too, and gets the same way out
    agent.initialize();
    const auto paused = agent.call(QStringLiteral("pause")).value(QLatin1String("structuredContent")).toObject();
    QCOMPARE(paused.value(QLatin1String("via")).toString(), QStringLiteral("socket"));
    QTRY_COMPARE_WITH_TIMEOUT(agentsOf(home), 0, 10000); // while Redis still hangs
    QVERIFY(server.isPaused());

    ::kill(server.redis, SIGCONT);
    QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(home.path(QStringLiteral(".ai-dev-pipeline/paused.json"))), 60000);
    QTRY_VERIFY_WITH_TIMEOUT(engineOf(home).value(QLatin1String("paused")).toBool(), 10000);
    QCOMPARE(agentsOf(home), 0);
    const auto resumed = home.run({ QStringLiteral("resume"), QStringLiteral("--all") });
    QVERIFY2(resumed.exitCode == 0, told(resumed).constData());
    QTRY_VERIFY_WITH_TIMEOUT(agentsOf(home) > 0, 60000); // the workers came back
}

SLIPWAY_TEST(TstWithoutRedis)
#include "tst_withoutredis.moc"
