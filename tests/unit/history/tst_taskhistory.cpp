// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/taskhistory.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QTemporaryDir>

using namespace slipway;
using domain::Task;
using domain::TaskPhase;
using history::TaskHistory;
using test::await;

namespace {

Task ended(const QString &project, int number, TaskPhase phase = TaskPhase::Done)
{
    Task task;
    task.key = { project, number };
    task.kind = QStringLiteral("implement");
    task.title = QStringLiteral("Task %1").arg(number);
    task.phase = phase;
    task.pr = number + 100;
    task.costUsd = 0.25;
    task.updatedAt = QDateTime::fromSecsSinceEpoch(1'800'000'000 + number, QTimeZone::UTC);
    return task;
}

QList<int> numbersOf(const Result<QList<Task>> &tasks)
{
    QList<int> numbers;
    for (const auto &task : tasks.value_or(QList<Task> {}))
        numbers.append(task.key.number);
    return numbers;
}

} // namespace

class TstTaskHistory final : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<storage::StorageThread> m_thread;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<TaskHistory> m_history;
    const QString m_shop = QStringLiteral("shop");

    void open()
    {
        m_database = std::make_unique<storage::Database>(
            *m_thread, storage::DatabaseSettings { m_folder->filePath(QStringLiteral("slipway.db")) });
        QVERIFY_RESULT(await(m_database->open()));
        m_history = std::make_unique<TaskHistory>(*m_database);
        QVERIFY_RESULT(await(m_history->open()));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_thread = std::make_unique<storage::StorageThread>();
        open();
    }
    void cleanup()
    {
        m_history.reset();
        m_database.reset();
        m_thread.reset();
    }

    void whatIsKeptIsThereAfterARestart()
    {
        const QList<Task> tasks { ended(m_shop, 1), ended(m_shop, 2, TaskPhase::Cancelled) };
        QVERIFY_RESULT(await(m_history->keep(tasks)));
        m_history.reset();
        m_database.reset();
        open();
        const auto found = await(m_history->task({ m_shop, 2 }));
        QVERIFY_RESULT(found);
        QVERIFY(found->has_value());
        QCOMPARE((*found)->title, QStringLiteral("Task 2"));
        QVERIFY((*found)->phase == TaskPhase::Cancelled);
        QCOMPARE((*found)->pr, 102);
        QCOMPARE((*found)->costUsd, 0.25);
        QCOMPARE((*found)->updatedAt, tasks.at(1).updatedAt);
        const auto unknown = await(m_history->task({ m_shop, 3 }));
        QVERIFY_RESULT(unknown);
        QVERIFY(!unknown->has_value());
    }

    void anIssueThatEndedAgainIsReplaced()
    {
        QVERIFY_RESULT(await(m_history->keep({ ended(m_shop, 1, TaskPhase::Cancelled) })));
        QVERIFY_RESULT(await(m_history->keep({ ended(m_shop, 1) })));
        const auto all = await(m_history->endedIssues());
        QVERIFY_RESULT(all);
        QCOMPARE(all->value(m_shop).size(), 1);
        QVERIFY(all->value(m_shop).contains(1));
        QVERIFY((*await(m_history->task({ m_shop, 1 })))->phase == TaskPhase::Done);
    }

    void pagesGoFromTheNewestToTheOldest()
    {
        QList<Task> tasks;
        for (int number = 1; number <= 5; ++number)
            tasks.append(ended(m_shop, number));
        tasks.append(ended(QStringLiteral("other"), 9));
        QVERIFY_RESULT(await(m_history->keep(tasks)));
        QCOMPARE(numbersOf(await(m_history->tasks(m_shop, 2))), (QList<int> { 5, 4 }));
        QCOMPARE(numbersOf(await(m_history->tasks(m_shop, 2, 2))), (QList<int> { 3, 2 }));
        QCOMPARE(numbersOf(await(m_history->tasks(m_shop, 2, 4))), (QList<int> { 1 }));
        QVERIFY(numbersOf(await(m_history->tasks(m_shop, -1))).isEmpty());
    }

    void reviewsAreKeptButAreNoIssues()
    {
        Task review = ended(m_shop, 18);
        review.kind = QStringLiteral("review");
        QVERIFY_RESULT(await(m_history->keep({ ended(m_shop, 1), review })));
        QCOMPARE(await(m_history->endedIssues())->value(m_shop), QSet<int> { 1 });
        QCOMPARE(numbersOf(await(m_history->tasks(m_shop, 10))), (QList<int> { 18, 1 }));
    }

    void aDeletedProjectLeavesNothing()
    {
        QVERIFY_RESULT(await(m_history->keep({ ended(m_shop, 1), ended(QStringLiteral("other"), 1) })));
        QVERIFY_RESULT(await(m_history->forget(m_shop)));
        QCOMPARE(await(m_history->endedIssues())->keys(), QStringList { QStringLiteral("other") });
    }
};

SLIPWAY_TEST(TstTaskHistory)
#include "tst_taskhistory.moc"
