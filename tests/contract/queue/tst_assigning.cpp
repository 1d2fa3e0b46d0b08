// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/queue/queuefixture.h"

using namespace slipway;
using test::await;

class TstAssigning final : public test::QueueFixture {
    Q_OBJECT

    static domain::Task issue(int number, const char *title, const char *labels)
    {
        auto one = task(number);
        one.title = QString::fromUtf8(title);
        one.labels = QString::fromUtf8(labels).split(QLatin1Char(','), Qt::SkipEmptyParts);
        return one;
    }

private Q_SLOTS:
    void typeAndPriorityComeFromTheLabels_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("labels");
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("priority");
        const auto row = [](const char *title, const char *labels, const char *type, int priority) {
            QTest::newRow(labels) << QString::fromUtf8(title) << QString::fromUtf8(labels) << QString::fromUtf8(type)
                                  << priority;
        };
        row("x", "frontend,priority:0", "frontend", 0);
        row("x", "priority:9,qa", "qa", 9);
        row("x", "devops", "devops", 5);
        row("x", "devops,priority:12,priority:x", "devops", 5);
        row("Add a table", "priority:3,priority:4", "database", 3);
        row("x", "", "backend", 5);
    }

    void typeAndPriorityComeFromTheLabels()
    {
        QFETCH(QString, title);
        QFETCH(QString, labels);
        queue::AssignmentManager manager(queue());
        const auto stored = await(manager.assignIssue(issue(1, qPrintable(title), qPrintable(labels))));
        QVERIFY_RESULT(stored);
        QTEST(domain::toString(stored->type), "type");
        QTEST(stored->priority, "priority");
        QCOMPARE_PHASE(stored->phase, Phase::Ready);
        QCOMPARE(claim(stored->type).task.key.number, 1);
    }

    void reviewsGoToQa()
    {
        queue::AssignmentManager manager(queue());
        auto review = issue(1, "Review the table", "backend");
        review.kind = QStringLiteral("review");
        const auto stored = await(manager.assignIssue(review, true));
        QVERIFY_RESULT(stored);
        QVERIFY(stored->type == Type::Qa);
        QCOMPARE_PHASE(stored->phase, Phase::Blocked);
    }

    void aPlanIsAssignedWithoutDisturbingWhatRuns()
    {
        queue::AssignmentManager manager(queue());
        QList<domain::Task> plan { issue(1, "Schema", "database"), issue(2, "API", "backend"),
                                   issue(3, "Page", "frontend") };
        plan[1].dependsOn = { 1 };
        plan[2].dependsOn = { 1, 2 };
        std::ranges::reverse(plan); // dependencies may come later
        auto stored = await(manager.assignAllIssues(plan));
        QVERIFY_RESULT(stored);
        QCOMPARE(stored->size(), 3);
        const auto claimed = claim(Type::Database);
        QCOMPARE(claimed.task.key.number, 1);
        // The pipeline is run again while a worker is busy.
        plan.append(issue(4, "CI", "devops"));
        stored = await(manager.assignAllIssues(plan));
        QVERIFY_RESULT(stored);
        QCOMPARE(stored->size(), 4);
        QCOMPARE_PHASE(phaseOf(1), Phase::Running);
        QVERIFY_RESULT(await(queue().verify(key(1), claimed.lease.token)));
        QCOMPARE_PHASE(phaseOf(4), Phase::Ready);
        QVERIFY_RESULT(await(queue().completeTask(key(1), claimed.lease.token, Phase::Done, {}, 0)));
        QVERIFY_RESULT(await(manager.assignAllIssues(plan)));
        QCOMPARE_PHASE(phaseOf(1), Phase::Done);
        QCOMPARE_PHASE(phaseOf(2), Phase::Ready);
        QCOMPARE_PHASE(phaseOf(3), Phase::Blocked);
    }

    void aCircleInAPlanIsRefused()
    {
        queue::AssignmentManager manager(queue());
        QList<domain::Task> plan { issue(1, "A", ""), issue(2, "B", "") };
        plan[0].dependsOn = { 2 };
        plan[1].dependsOn = { 1 };
        QVERIFY_ERROR(await(manager.assignAllIssues(plan)), ErrorCode::Invalid);
    }
};

SLIPWAY_TEST(TstAssigning)
#include "tst_assigning.moc"
