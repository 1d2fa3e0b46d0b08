// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/roleproject.h"
#include "tests/support/testmain.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace slipway::test;

namespace {

/// Adds a test that is skipped, and once it has been refused adds something else instead.
const QString skipper = QStringLiteral(
    "command:/bin/sh -c '"
    "if grep -q refused; then rm -f tests/test_new.py; date +%s%N > notes.txt; "
    "else printf \"\\\"\\\"\\\"New.\\\"\\\"\\\"\\n\\nimport unittest\\n\\n\\n@unittest.skip(1)\\nclass "
    "New(unittest.TestCase):\\n    \\\"\\\"\\\"New.\\\"\\\"\\\"\\n\\n"
    "    def test_new(self):\\n        pass\\n\" > tests/test_new.py; fi; echo Done.'");

QJsonArray listOf(const SlipwayHome &home, const char *verb)
{
    const auto said = home.run({ QString::fromLatin1(verb), QStringLiteral("--json") });
    return said.json().value(QLatin1String(verb)).toArray();
}

QJsonObject gateAboutChecks(const SlipwayHome &home)
{
    const auto gates = listOf(home, "gates");
    for (const auto &value : gates) {
        if (value.toObject().value(QLatin1String("kind")).toString() == QLatin1String("weakened_checks"))
            return value.toObject();
    }
    return {};
}

/// The task of the frontend whose pull request it is, or the review of that.
QJsonObject taskAt(const SlipwayHome &home, const char *field, int number)
{
    const auto tasks = listOf(home, "tasks");
    for (const auto &value : tasks) {
        const auto task = value.toObject();
        if (task.value(QLatin1String(field)).toInt() == number)
            return task;
    }
    return {};
}

} // namespace

/// A change that makes the checks see less is not reviewed, let alone merged, before a person has looked at it.
class TstWeakening final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void personDecides_data();
    void personDecides();
};

void TstWeakening::personDecides_data()
{
    QTest::addColumn<bool>("approved");
    QTest::newRow("approved: the review begins") << true;
    QTest::newRow("rejected: the author goes to work again") << false;
}

void TstWeakening::personDecides()
{
    QFETCH(const bool, approved);
    SlipwayHome home;
    const auto engine = serveWithAgentFor(home, QStringLiteral("frontend"), skipper);
    QVERIFY(engine);
    QJsonObject gate;
    QTRY_VERIFY_WITH_TIMEOUT(!(gate = gateAboutChecks(home)).isEmpty(), 120000);
    QVERIFY2(gate.value(QLatin1String("detail")).toString().contains(QLatin1String("tests/test_new.py:6")),
             qPrintable(gate.value(QLatin1String("detail")).toString()));
    static const QRegularExpression number(QStringLiteral("#([0-9]+)"));
    const int pullRequest = number.match(gate.value(QLatin1String("title")).toString()).captured(1).toInt();
    QCOMPARE(taskAt(home, "issue", pullRequest).value(QLatin1String("phase")).toString(), QStringLiteral("blocked"));

    const QString id = gate.value(QLatin1String("id")).toString();
    const auto decided = approved
        ? home.run({ QStringLiteral("approve"), id })
        : home.run({ QStringLiteral("reject"), id, QStringLiteral("--why"), QStringLiteral("make it pass") });
    QVERIFY2(decided.exitCode == 0, decided.err.constData());
    QVERIFY(gateAboutChecks(home).value(QLatin1String("id")).toString() != id);
    if (approved) {
        QTRY_VERIFY_WITH_TIMEOUT(taskAt(home, "issue", pullRequest).value(QLatin1String("phase")).toString()
                                     != QLatin1String("blocked"),
                                 30000);
    } else {
        // The second attempt leaves the checks alone: it needs nobody.
        QTRY_VERIFY_WITH_TIMEOUT(taskAt(home, "issue", pullRequest).value(QLatin1String("attempts")).toInt() > 0,
                                 60000);
        const int issue = taskAt(home, "pr", pullRequest).value(QLatin1String("issue")).toInt();
        const auto diff = home.run({ QStringLiteral("diff"), QStringLiteral("url-shortener:%1").arg(issue) });
        QVERIFY2(diff.out.contains("notes.txt") && !diff.out.contains("unittest.skip"), diff.out.constData());
    }
    engine->terminate();
    QVERIFY(engine->waitForFinished(30000));
}

SLIPWAY_TEST(TstWeakening)
#include "tst_weakening.moc"
