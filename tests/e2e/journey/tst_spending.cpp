// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/roleproject.h"
#include "tests/support/testmain.h"

#include <QJsonArray>

using namespace slipway::test;

namespace {

/// Says, in the stream of Claude Code, that its run has cost 3 dollars, and changes nothing.
const QString costly
    = QStringLiteral("command:/bin/sh -c 'cat > /dev/null; "
                     "echo "
                     "\"{\\\"type\\\":\\\"system\\\",\\\"subtype\\\":\\\"init\\\",\\\"session_id\\\":\\\"s\\\","
                     "\\\"apiKeySource\\\":\\\"ANTHROPIC_API_KEY\\\"}\"; "
                     "echo \"{\\\"type\\\":\\\"result\\\",\\\"subtype\\\":\\\"success\\\",\\\"is_error\\\":false,"
                     "\\\"result\\\":\\\"ok\\\",\\\"total_cost_usd\\\":3}\"'");

QJsonObject status(const SlipwayHome &home)
{
    return home.run({ QStringLiteral("status"), QStringLiteral("--json") }).json();
}

bool isPaused(const SlipwayHome &home)
{
    return status(home).value(QLatin1String("engine")).toObject().value(QLatin1String("paused")).toBool();
}

QJsonObject budgetGate(const SlipwayHome &home)
{
    const auto gates = home.run({ QStringLiteral("gates"), QStringLiteral("--json") })
                           .json()
                           .value(QLatin1String("gates"))
                           .toArray();
    for (const auto &value : gates) {
        if (value.toObject().value(QLatin1String("kind")).toString() == QLatin1String("budget"))
            return value.toObject();
    }
    return {};
}

} // namespace

/// Money that is spent too fast stops the work until a person lets it go on.
class TstSpending final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whoeverSpendsTooFastIsStopped_data();
    void whoeverSpendsTooFastIsStopped();
    void liftedByHandItAsksAgain();
};

void TstSpending::whoeverSpendsTooFastIsStopped_data()
{
    QTest::addColumn<QString>("limit");
    QTest::addColumn<QString>("title");
    QTest::newRow("in an hour") << QStringLiteral("SLIPWAY_BUDGET_USD_HOUR") << QStringLiteral("too fast");
    QTest::newRow("in a day") << QStringLiteral("SLIPWAY_BUDGET_USD_DAY") << QStringLiteral("Today's budget");
}

void TstSpending::whoeverSpendsTooFastIsStopped()
{
    QFETCH(const QString, limit);
    QFETCH(const QString, title);
    SlipwayHome home;
    home.setEnvironment(limit, QStringLiteral("2"));
    const auto engine = serveWithAgentFor(home, QStringLiteral("backend"), costly);
    QVERIFY(engine);
    QJsonObject gate;
    QTRY_VERIFY_WITH_TIMEOUT(!(gate = budgetGate(home)).isEmpty(), 120000);
    QVERIFY2(gate.value(QLatin1String("title")).toString().contains(title),
             qPrintable(gate.value(QLatin1String("title")).toString()));
    QTRY_VERIFY(isPaused(home));
    const auto approved = home.run({ QStringLiteral("approve"), gate.value(QLatin1String("id")).toString() });
    QVERIFY2(approved.exitCode == 0, approved.err.constData());
    QVERIFY(budgetGate(home).value(QLatin1String("id")) != gate.value(QLatin1String("id")));
    engine->terminate();
    QVERIFY(engine->waitForFinished(30000));
}

void TstSpending::liftedByHandItAsksAgain()
{
    SlipwayHome home;
    home.setEnvironment(QStringLiteral("SLIPWAY_BUDGET_USD_HOUR"), QStringLiteral("2"));
    const auto engine = serveWithAgentFor(home, QStringLiteral("backend"), costly);
    QVERIFY(engine);
    QJsonObject gate;
    QTRY_VERIFY_WITH_TIMEOUT(!(gate = budgetGate(home)).isEmpty(), 120000);
    const auto refused = home.run({ QStringLiteral("reject"), gate.value(QLatin1String("id")).toString(),
                                    QStringLiteral("--why"), QStringLiteral("not today") });
    QVERIFY2(refused.exitCode == 0, refused.err.constData());
    QVERIFY(budgetGate(home).isEmpty());
    QTRY_VERIFY(isPaused(home));
    // Whoever lets it go on by hand is asked about the next run's money, and not just stopped once more.
    const auto resumed = home.run({ QStringLiteral("resume"), QStringLiteral("--all") });
    QVERIFY2(resumed.exitCode == 0, resumed.err.constData());
    QTRY_VERIFY_WITH_TIMEOUT(!budgetGate(home).isEmpty(), 60000);
    QTRY_VERIFY(isPaused(home));
    engine->terminate();
    QVERIFY(engine->waitForFinished(30000));
}

SLIPWAY_TEST(TstSpending)
#include "tst_spending.moc"
