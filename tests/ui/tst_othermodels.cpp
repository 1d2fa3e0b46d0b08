// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testmain.h"
#include "tests/ui/support/sample.h"
#include "ui/models/cirunmodel.h"
#include "ui/models/deploymentmodel.h"
#include "ui/models/eventlogmodel.h"
#include "ui/models/planmodel.h"
#include "ui/models/projectlistmodel.h"
#include "ui/models/workerlistmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace slipway;

namespace {

domain::CiRun runWithSteps(const QString &id, domain::CiState state, int jobs)
{
    domain::CiRun run;
    run.id = id;
    run.workflow = QStringLiteral("ci");
    run.state = state;
    for (int j = 0; j < jobs; ++j)
        run.jobs.append({ QStringLiteral("job%1").arg(j),
                          QStringLiteral("Job %1").arg(j),
                          state,
                          { { 1, QStringLiteral("Check out"), domain::CiState::Success, 0 },
                            { 2, QStringLiteral("Test"), state, 1 } } });
    return run;
}

} // namespace

class TstOtherModels final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ciRunsAreATreeOfJobsAndSteps()
    {
        ui::CiRunModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRuns({ runWithSteps(QStringLiteral("1"), domain::CiState::Failure, 2) });
        const QModelIndex run = model.index(0, 0);
        QCOMPARE(model.rowCount(run), 2);
        const QModelIndex job = model.index(1, 0, run);
        const QModelIndex step = model.index(1, 0, job);
        QCOMPARE(step.data().toString(), QStringLiteral("Test (exit code 1)"));
        QCOMPARE(model.parent(step), job);
        QCOMPARE(model.parent(job), run);
        QCOMPARE(model.jobAt(step)->id, QStringLiteral("job1"));
        QCOMPARE(model.runAt(step)->id, QStringLiteral("1"));
        QVERIFY(model.stateAt(model.index(0, 0, job)) == domain::CiState::Success);
    }

    void aCiRunKeepsItsJobsWhenOnlyItsStateIsTold()
    {
        ui::CiRunModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRuns({ runWithSteps(QStringLiteral("1"), domain::CiState::Running, 1) });
        const QPersistentModelIndex job(model.index(0, 0, model.index(0, 0)));
        model.update(runWithSteps(QStringLiteral("1"), domain::CiState::Success, 0));
        QVERIFY(job.isValid()); // what is open stays open
        QVERIFY(model.stateAt(model.index(0, 0)) == domain::CiState::Success);
        model.update(runWithSteps(QStringLiteral("2"), domain::CiState::Queued, 0));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.runAt(model.index(0, 0))->id, QStringLiteral("2"));
        model.update(runWithSteps(QStringLiteral("2"), domain::CiState::Running, 3));
        QCOMPARE(model.rowCount(model.index(0, 0)), 3);
    }

    void projectsAreNewestFirstAndKeepTheirRows()
    {
        control::StateStore store;
        store.reset(test::sample::journey());
        ui::ProjectListModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("url-shortener"));
        QVERIFY(model.index(0).data(ui::ProjectListModel::ActiveRole).toBool());
        const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        auto project = store.snapshot().projects.constLast();
        project.state = QStringLiteral("paused");
        store.apply({ {}, QStringLiteral("project"), domain::toJson(project) });
        QTRY_COMPARE(model.at(model.index(0))->state, QStringLiteral("paused"));
        QCOMPARE(resets.count(), 0);
        store.apply({ {}, QStringLiteral("project_removed"), { { QStringLiteral("name"), project.name } } });
        QTRY_COMPARE(model.rowCount(), 2);
    }

    void workersNameTheirTask()
    {
        control::StateStore store;
        store.reset(test::sample::journey());
        ui::WorkerListModel model(store);
        QCOMPARE(model.rowCount(), 6);
        const QModelIndex index = model.indexOf(QStringLiteral("workbench-backend-2"));
        QVERIFY(model.taskTitle(*model.at(index)).startsWith(QStringLiteral("#8 ")));
        QVERIFY(!model.indexOf(QStringLiteral("nobody")).isValid());
    }

    void theLogLeavesOutWhatIsToldAgain()
    {
        control::StateStore store;
        store.reset(test::sample::journey());
        ui::EventLogModel model(store);
        const auto task = store.snapshot().tasks.value(QStringLiteral("url-shortener:6"));
        for (int i = 0; i < 5; ++i)
            store.apply({ QStringLiteral("1700000000000-%1").arg(i), QStringLiteral("task"), domain::toJson(task) });
        store.apply({ {}, QStringLiteral("transcript"), { { QStringLiteral("run"), QStringLiteral("r") } } });
        model.flush();
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.entry(0).time.toMSecsSinceEpoch(), 1700000000000LL);
        QVERIFY(model.entry(0).text.contains(QStringLiteral("#6 Reject unsafe")));
    }

    void theLogIsBounded()
    {
        control::StateStore store;
        ui::EventLogModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int i = 0; i < ui::EventLogModel::maximumRows + 500; ++i) {
            store.apply({ {}, QStringLiteral("notice"), { { QStringLiteral("title"), QString::number(i) } } });
            if (i % 9000 == 0)
                model.flush();
        }
        model.flush();
        QVERIFY(model.rowCount() <= ui::EventLogModel::maximumRows);
        QCOMPARE(model.entry(model.rowCount() - 1).text, QString::number(ui::EventLogModel::maximumRows + 499));
    }

    void aPlanIsEditedWithinItsRules()
    {
        ui::PlanModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setPlan(test::sample::plan());
        QVERIFY(model.violations().isEmpty());
        QVERIFY(!model.isEdited());
        QVERIFY(!model.setData(model.index(0, ui::PlanModel::Title), QStringLiteral("  "), Qt::EditRole));
        QVERIFY(model.setData(model.index(0, ui::PlanModel::Type), int(domain::AgentType::Devops), Qt::EditRole));
        QVERIFY(ui::typeOf(model.plan().issues.constFirst()) == domain::AgentType::Devops);
        QCOMPARE(model.plan().issues.constFirst().labels.count(QStringLiteral("database")), 0);
        QVERIFY(model.setData(model.index(1, ui::PlanModel::Priority), 42, Qt::EditRole));
        QCOMPARE(model.plan().issues.at(1).priority, 9);
        QVERIFY(model.isEdited());
        QVERIFY(!model.flags(model.index(0, ui::PlanModel::DependsOn)).testFlag(Qt::ItemIsEditable));
    }

    void removingAnIssueRemovesTheDependenciesOnIt()
    {
        ui::PlanModel model;
        model.setPlan(test::sample::plan());
        const auto before = model.rowCount();
        model.remove(0); // schema
        QCOMPARE(model.rowCount(), before - 1);
        QVERIFY(model.violations().isEmpty());
        while (model.rowCount() > 10)
            model.remove(model.rowCount() - 1);
        QVERIFY(!model.violations().isEmpty()); // fewer than 15
    }

    void deploymentsAreNewestFirst()
    {
        ui::DeploymentModel model;
        domain::Deployment old;
        old.id = QStringLiteral("d1");
        old.createdAt = QDateTime::currentDateTimeUtc().addDays(-1);
        domain::Deployment now = old;
        now.id = QStringLiteral("d2");
        now.createdAt = QDateTime::currentDateTimeUtc();
        model.setDeployments({ old, now });
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("d2"));
    }
};

SLIPWAY_TEST(TstOtherModels)
#include "tst_othermodels.moc"
