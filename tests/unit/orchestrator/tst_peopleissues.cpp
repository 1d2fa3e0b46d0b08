// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/roles/taskprompt.h"
#include "core/orchestrator/peopleissues.h"
#include "tests/support/testmain.h"

#include <QJsonArray>

using namespace slipway;
using forge::Standing;
using orchestrator::Intake;

Q_DECLARE_METATYPE(slipway::forge::Issue)

namespace {

forge::Issue issueBy(Standing standing, const QStringList &labels, const QString &marker = {})
{
    forge::Issue issue;
    issue.number = 7;
    issue.title = QStringLiteral("Export links");
    issue.standing = standing;
    issue.labels = labels;
    issue.marker = marker;
    return issue;
}

} // namespace

/// Which of what people write becomes work, and what of it.
class TstPeopleIssues final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void intake_data()
    {
        QTest::addColumn<forge::Issue>("issue");
        QTest::addColumn<QString>("label");
        QTest::addColumn<int>("expected");
        const QString label = QStringLiteral("slipway");
        const QStringList with { QStringLiteral("bug"), QStringLiteral("Slipway") };
        const auto row = [&](const char *name, const forge::Issue &issue, Intake expected, const QString &set) {
            QTest::newRow(name) << issue << set << int(expected);
        };
        row("member", issueBy(Standing::Member, with), Intake::Take, label);
        row("stranger", issueBy(Standing::Stranger, with), Intake::Ask, label);
        row("bot", issueBy(Standing::Bot, with), Intake::Ignore, label);
        row("our account", issueBy(Standing::Ours, with), Intake::Ignore, label);
        row("without the label", issueBy(Standing::Member, { QStringLiteral("bug") }), Intake::Ignore, label);
        row("off", issueBy(Standing::Member, with), Intake::Ignore, QString());
        row("planned by us", issueBy(Standing::Ours, with, QStringLiteral("slipway:issue:export")), Intake::Ignore,
            label);
        row("said to us", issueBy(Standing::Ours, with, orchestrator::peoplesMarker(QStringLiteral("c1"))),
            Intake::Take, label);
        auto closed = issueBy(Standing::Member, with);
        closed.state = forge::IssueState::Closed;
        row("closed", closed, Intake::Ignore, label);
    }

    void intake()
    {
        QFETCH(const forge::Issue, issue);
        QFETCH(const QString, label);
        QFETCH(const int, expected);
        QCOMPARE(int(orchestrator::intakeOf(issue, label)), expected);
    }

    void acceptance_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const char *body, const QStringList &expected) {
            QTest::newRow(name) << QString::fromUtf8(body) << expected;
        };
        const QString a = QStringLiteral("A works"), b = QStringLiteral("B works");
        row("none", "Please do A.\n- A\n", {});
        row("list", "Do:\n\n- [ ] A works\n* [x]   B works  \r\n", { a, b });
        row("numbered and nested", "1. [ ] A works\n   - [X] B works\n", { a, b });
        row("empty points", "- [ ] \n- [ ]\n- [ ] A works", { a });
        row("no box", "- [] A works\n-[ ] B works\n- [y] C", {});
        row("in code", "```\n- [ ] A works\n```\n- [ ] B works\n", { b });
    }

    void acceptance()
    {
        QFETCH(const QString, body);
        QFETCH(const QStringList, expected);
        QCOMPARE(orchestrator::acceptanceIn(body), expected);
    }

    void acceptanceIsBounded()
    {
        const QString line = QStringLiteral("- [ ] ") + QString(2000, QLatin1Char('x')) + QLatin1Char('\n');
        const QStringList points = orchestrator::acceptanceIn(line.repeated(300));
        QCOMPARE(points.size(), 50);
        QCOMPARE(points.first().size(), 500);
    }

    void onlyWhatMembersSaySteers()
    {
        forge::Comment comment;
        comment.body = QStringLiteral("Make it blue");
        for (const Standing standing : { Standing::Stranger, Standing::Bot, Standing::Ours }) {
            comment.standing = standing;
            QVERIFY(!orchestrator::doesSteer(comment));
        }
        comment.standing = Standing::Member;
        QVERIFY(orchestrator::doesSteer(comment));
        comment.body = QStringLiteral(" \n");
        QVERIFY(!orchestrator::doesSteer(comment));
    }

    void commentsReachEveryPromptAsData()
    {
        const QString text = QStringLiteral("Make it blue");
        domain::Task task;
        task.key = { QStringLiteral("p"), 7 };
        task.title = QStringLiteral("Export links");
        for (const char *purpose : { "implement", "rework", "ci_fix", "conflict", "review" }) {
            task.context = { { QStringLiteral("purpose"), QLatin1String(purpose) } };
            QVERIFY2(!agents::buildTaskPrompt(task).prompt.contains(text), purpose);
            task.context.insert(QStringLiteral("comments"),
                                QJsonArray { QJsonObject { { QStringLiteral("id"), 1 },
                                                           { QStringLiteral("author"), QStringLiteral("ann") },
                                                           { QStringLiteral("text"), text } } });
            const QString prompt = agents::buildTaskPrompt(task).prompt;
            QVERIFY2(prompt.contains(QStringLiteral("ann: ") + text), purpose);
            // Between the two lines of a fence.
            const auto at = prompt.indexOf(text);
            QVERIFY2(prompt.lastIndexOf(QLatin1String("comments"), at) > 0, purpose);
        }
    }
};

SLIPWAY_TEST(TstPeopleIssues)
#include "tst_peopleissues.moc"
