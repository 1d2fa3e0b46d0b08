// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/statestore.h"
#include "tests/support/testmain.h"

#include <QSignalSpy>

using slipway::control::Event;
using slipway::control::StateStore;
using slipway::domain::Task;
using slipway::domain::TaskPhase;

namespace {
Event taskEvent(int number, TaskPhase phase)
{
    Task task;
    task.key = { QStringLiteral("shop"), number };
    task.phase = phase;
    return { QStringLiteral("%1-0").arg(number), QStringLiteral("task"), slipway::domain::toJson(task) };
}

Event removal(const QString &id)
{
    return { QStringLiteral("9-0"), QStringLiteral("task_removed"), { { QStringLiteral("id"), id } } };
}
} // namespace

class TstStateStore final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void removedTaskLeavesTheCounts();
    void removalOfAnUnknownTaskIsNoChange();
};

void TstStateStore::removedTaskLeavesTheCounts()
{
    StateStore store;
    store.apply(taskEvent(1, TaskPhase::Running));
    store.apply(taskEvent(2, TaskPhase::Ready));
    QSignalSpy changed(&store, &StateStore::taskChanged);
    store.apply(removal(QStringLiteral("shop:1")));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0).at(0).toString(), QStringLiteral("shop:1"));
    QCOMPARE(store.snapshot().tasks.keys(), QStringList { QStringLiteral("shop:2") });
    const auto queue = store.snapshot().queues.value(QStringLiteral("backend"));
    QCOMPARE(queue.inProgress, 0);
    QCOMPARE(queue.queued, 1);
}

void TstStateStore::removalOfAnUnknownTaskIsNoChange()
{
    StateStore store;
    store.apply(taskEvent(1, TaskPhase::Running));
    QSignalSpy changed(&store, &StateStore::taskChanged);
    store.apply(removal(QStringLiteral("shop:7")));
    QCOMPARE(changed.count(), 0);
    QCOMPARE(store.snapshot().queues.value(QStringLiteral("backend")).inProgress, 1);
}

SLIPWAY_TEST(TstStateStore)
#include "tst_statestore.moc"
