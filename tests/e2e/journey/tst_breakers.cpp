// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/roleproject.h"
#include "tests/support/testmain.h"

#include <QJsonArray>

using namespace slipway::test;

namespace {

const QString role = QStringLiteral("frontend");

// One word of a shell each: a program of the test's own folder would not be seen in the sandbox.

/// An agent that writes something new each time, and never what CI asks for.
const QString stubborn = QStringLiteral(R"(command:/bin/sh -c ')"
                                        R"(cat > /dev/null; mkdir -p src/shortener; date +%s%N >> attempts.txt; )"
                                        R"(printf "value = 1 \n" > src/shortener/stubborn.py; echo It is fixed now.')");

/// An agent that commits, and changes nothing.
const QString idle
    = QStringLiteral(R"(command:/bin/sh -c ')"
                     R"(cat > /dev/null; mkdir -p src/shortener; echo It is fixed now.; )"
                     R"(if [ -e src/shortener/stubborn.py ]; then )"
                     R"(git -c user.name=a -c user.email=a@example.org commit -q --allow-empty -m Mend || exit 1; )"
                     R"(else printf "value = 1 \n" > src/shortener/stubborn.py; fi')");

QJsonArray tasksOf(const SlipwayHome &home)
{
    const auto tasks = home.run({ QStringLiteral("tasks"), QStringLiteral("--json") });
    return tasks.json().value(QLatin1String("tasks")).toArray();
}

/// The task that was given to a person; empty while there is none.
QJsonObject givenUp(const SlipwayHome &home)
{
    const auto tasks = tasksOf(home);
    for (const auto &value : tasks) {
        const auto task = value.toObject();
        if (task.value(QLatin1String("agent_type")).toString() == role
            && task.value(QLatin1String("phase")).toString() == QLatin1String("dead"))
            return task;
    }
    return {};
}

} // namespace

/// An agent that makes no progress is stopped before it has used up its rounds, and a person is told why.
class TstBreakers final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agentWithoutProgressIsStopped_data();
    void agentWithoutProgressIsStopped();
};

void TstBreakers::agentWithoutProgressIsStopped_data()
{
    QTest::addColumn<QString>("agent");
    QTest::addColumn<QString>("why");
    QTest::newRow("the same failure after the fix") << stubborn << QStringLiteral("in the same way as before its fix");
    QTest::newRow("commits without a change") << idle << QStringLiteral("changed nothing although a change was needed");
}

void TstBreakers::agentWithoutProgressIsStopped()
{
    QFETCH(const QString, agent);
    QFETCH(const QString, why);
    SlipwayHome home;
    home.setEnvironment(QStringLiteral("SLIPWAY_CI_MAX_FIX_ROUNDS"), QStringLiteral("20"));
    home.setEnvironment(QStringLiteral("SLIPWAY_WORKERS_AUTOSTART"), QStringLiteral("off"));
    const auto engine = serveWithAgentFor(home, role, agent);
    QVERIFY(engine);
    const auto started = home.run({ QStringLiteral("workers"), QStringLiteral("start") });
    QVERIFY2(started.exitCode == 0, started.err.constData());
    QJsonObject task;
    QTRY_VERIFY2_WITH_TIMEOUT(!(task = givenUp(home)).isEmpty(), "no task was given up", 240000);
    QVERIFY2(task.value(QLatin1String("failure_detail")).toString().contains(why),
             qPrintable(task.value(QLatin1String("failure_detail")).toString()));
    engine->terminate();
    QVERIFY(engine->waitForFinished(30000));
}

SLIPWAY_TEST(TstBreakers)
#include "tst_breakers.moc"
