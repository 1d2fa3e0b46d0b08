// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/taskscope.h"
#include "tests/contract/queue/queuefixture.h"

#include <vector>

using namespace slipway;
using namespace std::chrono_literals;
using test::await;

/// What ended some time ago leaves Redis for the history, and only that.
class TstHistory final : public test::QueueFixture {
    Q_OBJECT

    QList<int> numbersOf(const Result<QList<domain::Task>> &tasks)
    {
        QList<int> numbers;
        for (const auto &one : tasks ? *tasks : QList<domain::Task> {})
            numbers.append(one.key.number);
        return numbers;
    }

private Q_SLOTS:
    void whatEndedLongAgoIsGivenAndForgotten()
    {
        for (int i = 1; i <= 5; ++i)
            add(task(i, Type::Backend, 9 - i));
        QVERIFY_RESULT(await(queue().close(key(5))));
        clock.advance(1h);
        QVERIFY_RESULT(await(queue().close(key(1))));
        QVERIFY_RESULT(await(queue().cancel(key(2), QStringLiteral("no"))));
        QVERIFY_RESULT(await(queue().bury(key(3), domain::FailureClass::Auth, {})));
        QCOMPARE(numbersOf(await(queue().endedTasks(1h))), QList<int> { 5 });
        clock.advance(1h);
        const auto ended = await(queue().endedTasks(1h));
        QVERIFY_RESULT(ended);
        QCOMPARE(numbersOf(ended), (QList<int> { 5, 1, 2 }));
        QCOMPARE_PHASE(ended->first().phase, Phase::Done);
        QCOMPARE(numbersOf(await(queue().endedTasks(1h, 2))), (QList<int> { 5, 1 }));
        // Asked again before they are forgotten (the history could not be written): the same.
        QCOMPARE(numbersOf(await(queue().endedTasks(1h))), (QList<int> { 5, 1, 2 }));
        const QList<domain::TaskKey> all { key(5), key(1), key(2), key(3), key(4), key(77) };
        const auto forgotten = await(queue().forgetEnded(all, 1h));
        QVERIFY_RESULT(forgotten);
        QCOMPARE(*forgotten, 3);
        QCOMPARE(numbersOf(await(queue().tasks(QStringLiteral("shop")))), (QList<int> { 3, 4 }));
        QVERIFY(await(queue().endedTasks(0ms))->isEmpty());
        QCOMPARE(*await(queue().forgetEnded(all, 1h)), 0);
        const auto newest = ask({ "XREVRANGE", keys.events(), "+", "-", "COUNT", "1" });
        const auto event = newest.elements.value(0).elements.value(1).pairs();
        QCOMPARE(event.value("type"), "task_removed");
        QCOMPARE(event.value("data"), R"({"id":"shop:2"})");
    }

    void whatWasQueuedAgainStays()
    {
        add(task(1));
        add(task(2));
        QVERIFY_RESULT(await(queue().close(key(1))));
        QVERIFY_RESULT(await(queue().close(key(2))));
        clock.advance(1h);
        const auto ended = await(queue().endedTasks(1h));
        QCOMPARE(ended->size(), 2);
        QVERIFY_RESULT(await(queue().requeue(key(1), {}, true)));
        QVERIFY_RESULT(await(queue().requeue(key(2), {}, true)));
        QVERIFY_RESULT(await(queue().close(key(2)))); // ended again, but only now
        QCOMPARE(*await(queue().forgetEnded({ key(1), key(2) }, 1h)), 0);
        QCOMPARE_PHASE(phaseOf(1), Phase::Ready);
        QCOMPARE_PHASE(phaseOf(2), Phase::Done);
    }

    void forgottenNumbersStayClosed()
    {
        add(task(1));
        add(task(2, Type::Backend, 5, { 1 }));
        QVERIFY_RESULT(await(queue().close(key(1))));
        QVERIFY_RESULT(await(queue().close(key(2))));
        clock.advance(1h);
        QCOMPARE(*await(queue().forgetEnded({ key(1), key(2) }, 1h)), 2);
        QCOMPARE_PHASE(add(task(3, Type::Backend, 5, { 1, 2 })), Phase::Ready);
        QVERIFY(ask({ "KEYS", "slipway:project:shop:dependants:*" }).elements.size() == 2); // of task 3 only
        QVERIFY_RESULT(await(queue().close(key(3))));
        QCOMPARE(*await(queue().forgetEnded({ key(3) }, 0ms)), 1);
        QVERIFY(ask({ "KEYS", "slipway:project:shop:dependants:*" }).elements.isEmpty());
        QVERIFY(ask({ "KEYS", "queue:*" }).elements.isEmpty());
        QVERIFY(ask({ "KEYS", "task:*" }).elements.isEmpty());
    }

    /// 30 days with 500 tasks a day, each through its life; what ended a day ago goes to the history every day.
    void memoryDoesNotGrow()
    {
        constexpr int days = 30;
        constexpr int perDay = 500;
        ask({ "CONFIG", "SET", "appendonly", "no" }); // its rewrites would show in the memory
        QList<qint64> used;
        QList<qint64> stored;
        int forgotten = 0;
        for (int day = 0; day < days; ++day) {
            oneDay(day, perDay);
            if (QTest::currentTestFailed())
                return;
            clock.advance(24h);
            for (;;) {
                const auto ended = await(queue().endedTasks(24h));
                QVERIFY_RESULT(ended);
                if (ended->isEmpty())
                    break;
                QList<domain::TaskKey> gone;
                for (const auto &one : *ended)
                    gone.append(one.key);
                const auto count = await(queue().forgetEnded(gone, 24h));
                QVERIFY_RESULT(count);
                QCOMPARE(*count, int(gone.size()));
                forgotten += *count;
            }
            ask({ "MEMORY", "PURGE" });
            used.append(usedMemory());
            stored.append(storedMemory());
        }
        ask({ "CONFIG", "SET", "appendonly", "yes" });
        QCOMPARE(forgotten, days * perDay);
        // The event stream is full after the first days; from then on it is level. What the server uses goes up and down with
        // its clients' buffers, what is stored hardly at all.
        const qint64 early = median(used.mid(7, 7));
        const qint64 late = median(used.mid(23, 7));
        qInfo("used memory in KiB: day 1 %lld, day 8 to 14 %lld, day 24 to 30 %lld; in keys: day 8 %lld, day 30 %lld",
              used.first() / 1024, early / 1024, late / 1024, stored.at(7) / 1024, stored.last() / 1024);
        QVERIFY2(late <= early + early / 20, "Redis' memory grows");
        QVERIFY2(stored.last() <= stored.at(7) + stored.at(7) / 100, "what is stored grows");
    }

private:
    static qint64 median(QList<qint64> values)
    {
        std::ranges::sort(values);
        return values.at(values.size() / 2);
    }

    qint64 storedMemory()
    {
        qint64 bytes = 0;
        const auto names = ask({ "KEYS", "*" }).strings();
        for (const auto &name : names)
            bytes += ask({ "MEMORY", "USAGE", name, "SAMPLES", "0" }).integer;
        return bytes;
    }

    qint64 usedMemory()
    {
        const auto lines = ask({ "INFO", "memory" }).string.split('\n');
        for (const auto &line : lines) {
            if (line.startsWith("used_memory:"))
                return line.mid(12).trimmed().toLongLong();
        }
        return 0;
    }

    /// One in ten depends on the one before, one in twenty fails first, one in fifty is cancelled; the rest is reviewed.
    void oneDay(int day, int count)
    {
        std::vector<Async<domain::Task>> flying;
        for (int i = 1; i <= count; ++i) {
            const int number = 1'000'000 + day * count + i; // all of one length, so that no text grows with the days
            auto one = task(number, Type::Backend, number % 10,
                            number % 10 == 0 ? QList<int> { number - 1 } : QList<int> {});
            one.context = { { QStringLiteral("body"), QString(600, QLatin1Char('b')) } };
            flying.push_back(queue().enqueue(one));
        }
        for (auto &one : flying)
            QVERIFY_RESULT(await(std::move(one)));
        for (int idle = 0; idle < 2;) {
            m_failed = false;
            m_worked = 0;
            m_busy = 16;
            for (int i = 0; i < 16; ++i)
                base::detach(workUntilEmpty(), "worker");
            while (m_busy > 0)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            QVERIFY(!m_failed);
            idle = m_worked > 0 ? 0 : idle + 1;
            clock.advance(1min);
            QVERIFY_RESULT(await(queue().recover())); // what failed is tried again
        }
    }

    QCoro::Task<> workUntilEmpty()
    {
        for (;;) {
            const auto claimed = co_await queue().claimNextTask(Type::Backend, QStringLiteral("w"), lease);
            if (!claimed || !*claimed)
                break;
            ++m_worked;
            const auto ended = co_await end(**claimed);
            m_failed = m_failed || !ended;
        }
        --m_busy;
    }

    Async<domain::Task> end(queue::Claim held)
    {
        const auto key = held.task.key;
        queue::TaskEnd end;
        end.failure = domain::FailureClass::AgentError;
        if (key.number % 20 == 0 && held.task.attempts == 1)
            co_return co_await queue().failTask(key, held.lease.token, end);
        if (key.number % 50 == 0)
            co_return co_await queue().cancel(key, {});
        const auto reviewed
            = co_await queue().completeTask(key, held.lease.token, Phase::InReview, {}, 100000 + key.number);
        if (!reviewed)
            co_return forward(reviewed);
        co_return co_await queue().close(key);
    }

    int m_busy = 0;
    int m_worked = 0;
    bool m_failed = false;
};

SLIPWAY_TEST(TstHistory)
#include "tst_history.moc"
