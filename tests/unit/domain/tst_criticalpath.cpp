// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/criticalpath.h"
#include "tests/support/testmain.h"

using namespace slipway::domain;

namespace {

Task issue(int number, QList<int> dependsOn = {}, TaskPhase phase = TaskPhase::Blocked)
{
    Task task;
    task.key = { QStringLiteral("links"), number };
    task.kind = QStringLiteral("implement");
    task.phase = phase;
    task.dependsOn = std::move(dependsOn);
    return task;
}

Task review(int number, QList<int> dependsOn)
{
    Task task = issue(number, std::move(dependsOn), TaskPhase::Running);
    task.kind = QStringLiteral("review");
    return task;
}

} // namespace

class TstCriticalPath final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsTheLongestChain_data();
    void findsTheLongestChain();
    void isQuick();
};

void TstCriticalPath::findsTheLongestChain_data()
{
    using Tasks = QList<Task>;
    QTest::addColumn<Tasks>("tasks");
    QTest::addColumn<QList<int>>("path");
    QTest::newRow("nothing") << Tasks {} << QList<int> {};
    QTest::newRow("nothing waits") << Tasks { issue(1), issue(2) } << QList<int> {};
    QTest::newRow("a chain") << Tasks { issue(3, { 2 }), issue(1), issue(2, { 1 }) } << QList<int> { 1, 2, 3 };
    QTest::newRow("the longer of two") << Tasks { issue(1),        issue(2, { 1 }),       issue(3),
                                                  issue(4, { 3 }), issue(5, { 2, 4, 6 }), issue(6, { 4 }) }
                                       << QList<int> { 3, 4, 6, 5 };
    QTest::newRow("of equal ones the lower numbers")
        << Tasks { issue(4, { 2 }), issue(2), issue(1), issue(3, { 1 }), issue(5, { 4, 3 }) } << QList<int> { 1, 3, 5 };
    QTest::newRow("what is closed is behind us")
        << Tasks { issue(1, {}, TaskPhase::Done), issue(2, { 1 }, TaskPhase::InReview), issue(3, { 2 }) }
        << QList<int> { 2, 3 };
    QTest::newRow("what is given up is nobody's way")
        << Tasks { issue(1, {}, TaskPhase::Cancelled), issue(2, { 1 }) } << QList<int> {};
    QTest::newRow("what needs a person is on it")
        << Tasks { issue(1, {}, TaskPhase::Dead), issue(2, { 1 }) } << QList<int> { 1, 2 };
    QTest::newRow("reviews are none") << Tasks { issue(1), review(7, { 1 }) } << QList<int> {};
    QTest::newRow("links to nowhere") << Tasks { issue(1, { 99 }), issue(2, { 1, 98 }) } << QList<int> { 1, 2 };
}

void TstCriticalPath::findsTheLongestChain()
{
    QFETCH(const QList<Task>, tasks);
    QTEST(criticalPath(tasks), "path");
}

void TstCriticalPath::isQuick()
{
    // Every issue waits for the fifty before it: walking all ways would never end.
    QList<Task> tasks;
    for (int number = 1; number <= 2000; ++number) {
        QList<int> before;
        for (int i = std::max(1, number - 50); i < number; ++i)
            before.append(i);
        tasks.append(issue(number, before));
    }
    QCOMPARE(criticalPath(tasks).size(), 2000);
}

SLIPWAY_TEST(TstCriticalPath)
#include "tst_criticalpath.moc"
