// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testmain.h"
#include "tests/ui/support/sample.h"
#include "ui/models/taskfiltermodel.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>

using namespace slipway;
using ui::TaskFilterModel;
using ui::TaskTableModel;

namespace {

void tell(control::StateStore &store, const domain::Task &task)
{
    store.apply({ QString(), QStringLiteral("task"), domain::toJson(task) });
}

} // namespace

class TstTaskModel final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void obeysTheModelRules()
    {
        control::StateStore store;
        TaskTableModel model(store);
        TaskFilterModel filter(model);
        const QAbstractItemModelTester one(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester two(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        store.reset(test::sample::journey());
        QCOMPARE(model.rowCount(), 18);
        auto task = store.snapshot().tasks.value(QStringLiteral("url-shortener:11"));
        task.phase = domain::TaskPhase::Running;
        tell(store, task);
        task.key.number = 40;
        tell(store, task);
        model.flush();
        QCOMPARE(model.rowCount(), 19);
        QVERIFY(model.indexOf(QStringLiteral("url-shortener:40")).isValid());
        store.apply(
            { {}, QStringLiteral("project_removed"), { { QStringLiteral("name"), QStringLiteral("url-shortener") } } });
        QCOMPARE(model.rowCount(), 0);
    }

    void aBurstOfEventsIsToldAsFewRanges()
    {
        control::StateStore store;
        store.reset(test::sample::manyTasks(10'000));
        TaskTableModel model(store);
        const QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        for (int number = 1; number <= 500; ++number) {
            auto task = store.snapshot().tasks.value(QStringLiteral("big:%1").arg(number));
            task.priority = 9;
            tell(store, task);
        }
        QCOMPARE(changes.count(), 0); // gathered first
        QTRY_VERIFY(changes.count() > 0);
        QVERIFY2(changes.count() < 500, qPrintable(QString::number(changes.count())));
        const QModelIndex row = model.indexOf(QStringLiteral("big:77"));
        QCOMPARE(row.siblingAtColumn(TaskTableModel::Priority).data().toString(), QStringLiteral("9"));
    }

    void tenThousandTasksAreFilteredAndSortedInAMoment()
    {
        control::StateStore store;
        TaskTableModel model(store);
        TaskFilterModel filter(model);
        filter.sort(TaskTableModel::Phase);
        QElapsedTimer timer;
        timer.start();
        store.reset(test::sample::manyTasks(10'000));
        const qint64 load = timer.restart();
        filter.setText(QStringLiteral("Part 77"));
        const int found = filter.rowCount();
        filter.setText({});
        const qint64 filtering = timer.restart();
        filter.sort(TaskTableModel::Title);
        const qint64 sorting = timer.restart();
        auto task = store.snapshot().tasks.value(QStringLiteral("big:5000"));
        task.phase = domain::TaskPhase::Dead;
        tell(store, task);
        model.flush();
        const qint64 update = timer.restart();
        qInfo("10,000 tasks: load %lld ms, filter twice %lld ms, sort by title %lld ms, one change %lld ms", load,
              filtering, sorting, update);
        int expected = 0;
        for (int number = 1; number <= 10'000; ++number)
            expected += QString::number(number).contains(QStringLiteral("77"));
        QCOMPARE(found, expected);
        QCOMPARE(filter.rowCount(), 10'000);
        // Bounds for a debug build on a busy machine; a release build takes a tenth.
        QVERIFY(load < 2000);
        QVERIFY(filtering < 1000);
        QVERIFY(sorting < 2000);
        QVERIFY(update < 200);
    }

    void showsWhatNeedsAPersonFirst()
    {
        control::StateStore store;
        store.reset(test::sample::journey());
        TaskTableModel model(store);
        TaskFilterModel filter(model);
        filter.sort(TaskTableModel::Phase);
        QCOMPARE(filter.task(filter.index(0, 0)).key.number, 14);
        QVERIFY(filter.task(filter.index(1, 0)).phase == domain::TaskPhase::Running);
        QVERIFY(filter.task(filter.index(1, 0)).priority <= filter.task(filter.index(2, 0)).priority);
    }

    void filters_data()
    {
        using Group = TaskFilterModel::Group;
        QTest::addColumn<Group>("group");
        QTest::addColumn<int>("expected");
        QTest::newRow("all") << Group::All << 18;
        QTest::newRow("open") << Group::Open << 11;
        QTest::newRow("running") << Group::Running << 4;
        QTest::newRow("waiting") << Group::Waiting << 3;
        QTest::newRow("in review") << Group::InReview << 2;
        QTest::newRow("done") << Group::Done << 7;
        QTest::newRow("attention") << Group::Attention << 1;
    }
    void filters()
    {
        QFETCH(const TaskFilterModel::Group, group);
        QFETCH(const int, expected);
        control::StateStore store;
        store.reset(test::sample::journey());
        TaskTableModel model(store);
        TaskFilterModel filter(model);
        filter.setGroup(group);
        QCOMPARE(filter.rowCount(), expected);
        filter.setProject(QStringLiteral("note-board"));
        QCOMPARE(filter.rowCount(), 0);
    }

    void filtersByTypeAndWords()
    {
        control::StateStore store;
        store.reset(test::sample::journey());
        TaskTableModel model(store);
        TaskFilterModel filter(model);
        filter.setType(domain::AgentType::Database);
        QCOMPARE(filter.rowCount(), 2);
        filter.setText(QStringLiteral("INDEX visits"));
        QCOMPARE(filter.rowCount(), 1);
        filter.setType(std::nullopt);
        filter.setText(QStringLiteral("workbench-backend-2"));
        QCOMPARE(filter.rowCount(), 1);
    }

    void namesTheWorkerWithoutThisMachine()
    {
        domain::Task task;
        task.leaseOwner = QStringLiteral("box-backend-1");
        QCOMPARE(ui::leaseText(task, QStringLiteral("box")), QStringLiteral("backend-1"));
        QCOMPARE(ui::leaseText(task, QStringLiteral("other")), QStringLiteral("box-backend-1"));
        QCOMPARE(ui::leaseText({}, QStringLiteral("box")), QString());
    }
};

SLIPWAY_TEST(TstTaskModel)
#include "tst_taskmodel.moc"
