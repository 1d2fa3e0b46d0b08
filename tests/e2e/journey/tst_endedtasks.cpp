// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/slipwayhome.h"
#include "tests/support/testmain.h"

#include <QJsonArray>

using namespace slipway::test;

namespace {

QJsonObject issuesOf(const SlipwayHome &home)
{
    const auto status = home.run({ QStringLiteral("status"), QStringLiteral("--json") });
    const auto project = status.json().value(QLatin1String("projects")).toArray().at(0).toObject();
    return project.value(QLatin1String("issues")).toObject();
}

qsizetype tasksOf(const SlipwayHome &home, const QStringList &options = {})
{
    const auto tasks = home.run(QStringList { QStringLiteral("tasks"), QStringLiteral("--json") } + options);
    return tasks.json().value(QLatin1String("tasks")).toArray().size();
}

} // namespace

/// Tasks leave Redis for the history while the journey still runs, and nobody counts wrong.
class TstEndedTasks final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void moveToTheHistory()
    {
        SlipwayHome home;
        home.setEnvironment(QStringLiteral("SLIPWAY_HISTORY_AFTER_HOURS"), QStringLiteral("0"));
        const auto built = home.run({ QStringLiteral("build"), QStringLiteral("Build a URL shortener"),
                                      QStringLiteral("--yes"), QStringLiteral("--stop"), QStringLiteral("--json"),
                                      QStringLiteral("--pace"), QStringLiteral("0") },
                                    400000);
        QVERIFY2(built.exitCode == 0, built.err.constData());
        QCOMPARE(built.json().value(QLatin1String("issues")).toInt(), 17);
        const auto engine = home.start({ QStringLiteral("--server") });
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += engine->readAllStandardError()).contains("serves"), 30000);
        QTRY_COMPARE_WITH_TIMEOUT(tasksOf(home), 0, 30000);
        QCOMPARE(home.redis({ QStringLiteral("KEYS"), QStringLiteral("task:*") }).trimmed(), QByteArray());
        QCOMPARE(issuesOf(home).value(QLatin1String("closed")).toInt(), 17);
        // Issues and their reviews.
        QCOMPARE_GE(tasksOf(home, { QStringLiteral("--all") }), 34);
        const auto shown = home.run(
            { QStringLiteral("task"), QStringLiteral("show"), QStringLiteral("3"), QStringLiteral("--json") });
        QVERIFY2(shown.out.contains("\"phase\":\"done\"") || shown.out.contains("\"phase\": \"done\""),
                 shown.out.constData());
        const auto diff = home.run({ QStringLiteral("diff"), QStringLiteral("3") });
        QVERIFY2(diff.out.contains("+++ "), diff.err.constData());
        const auto retried = home.run({ QStringLiteral("task"), QStringLiteral("retry"), QStringLiteral("3") });
        QCOMPARE(retried.exitCode, 1);
        QVERIFY2(retried.err.contains("ended at"), retried.err.constData());
        const auto deleted
            = home.run({ QStringLiteral("delete"), QStringLiteral("url-shortener"), QStringLiteral("--yes") }, 120000);
        QVERIFY2(deleted.exitCode == 0, deleted.err.constData());
        engine->terminate();
        QVERIFY(engine->waitForFinished(30000));
    }
};

SLIPWAY_TEST(TstEndedTasks)
#include "tst_endedtasks.moc"
