// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/completion.h"

#include "core/base/threadhandle.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <atomic>
#include <thread>

using namespace slipway;
using namespace slipway::base;

namespace {

// Waits for a completion and tells in which thread it went on.
QCoro::Task<Result<int>> take(Completion<int> completion, QThread **thread)
{
    auto result = co_await completion;
    *thread = QThread::currentThread();
    co_return result;
}

struct Counted {
    static inline std::atomic<int> alive = 0;
    Counted() { ++alive; }
    Counted(const Counted &) { ++alive; }
    Counted(Counted &&) noexcept { ++alive; }
    ~Counted() { --alive; }
    Counted &operator=(const Counted &) = default;
    Counted &operator=(Counted &&) = default;
};

QCoro::Task<> hold(Completion<int> completion, Counted counted, bool *finished)
{
    Q_UNUSED(counted)
    const auto result = co_await completion;
    *finished = !result && result.error().code == ErrorCode::Cancelled;
}

} // namespace

class TstCompletion final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesTheValue_data()
    {
        QTest::addColumn<bool>("before"); // resolved before it is awaited
        QTest::newRow("before") << true;
        QTest::newRow("after") << false;
    }
    void givesTheValue()
    {
        QFETCH(bool, before);
        CompletionSource<int> source;
        QThread *thread = nullptr;
        if (before)
            QVERIFY(source.resolve(42));
        auto task = take(source.completion(), &thread);
        if (!before)
            QVERIFY(source.resolve(42));
        const auto result = test::await(std::move(task));
        QVERIFY_RESULT(result);
        QCOMPARE(*result, 42);
        QCOMPARE(thread, QThread::currentThread());
    }
    void firstResolutionWins()
    {
        CompletionSource<int> source;
        QVERIFY(source.resolve(1));
        QVERIFY(!source.resolve(2));
        QVERIFY(!source.resolve(fail(ErrorCode::Timeout, QStringLiteral("late"))));
        QThread *thread = nullptr;
        QCOMPARE(test::await(take(source.completion(), &thread)).value(), 1);
    }
    void neverResumesInline()
    {
        CompletionSource<int> source;
        QThread *thread = nullptr;
        auto task = take(source.completion(), &thread);
        QVERIFY(source.resolve(1));
        QCOMPARE(thread, nullptr); // the producer may be destroyed right after it resolved
        test::await(std::move(task));
        QVERIFY(thread);
    }
    void resumesInTheAwaitingThread()
    {
        CompletionSource<int> source;
        QThread *thread = nullptr;
        auto task = take(source.completion(), &thread);
        std::thread other([&] { source.resolve(7); });
        const auto result = test::await(std::move(task));
        other.join();
        QCOMPARE(*result, 7);
        QCOMPARE(thread, QThread::currentThread());
    }
    void destroyedProducerCancels()
    {
        bool finished = false;
        QCoro::Task<> task;
        {
            CompletionSource<int> source;
            task = hold(source.completion(), Counted(), &finished);
            QVERIFY(Counted::alive > 0);
        }
        test::await(std::move(task));
        QVERIFY(finished);
        QTRY_COMPARE(Counted::alive.load(), 0); // the frame and what it held are gone
    }
    void replacedProducerCancelsTheOld()
    {
        bool finished = false;
        CompletionSource<int> source;
        auto task = hold(source.completion(), Counted(), &finished);
        source = CompletionSource<int>();
        test::await(std::move(task));
        QVERIFY(finished);
        QVERIFY(source.resolve(1));
    }
    void movedProducerStays()
    {
        CompletionSource<int> first;
        QThread *thread = nullptr;
        auto task = take(first.completion(), &thread);
        const CompletionSource<int> second = std::move(first);
        QVERIFY(second.resolve(5));
        QCOMPARE(test::await(std::move(task)).value(), 5);
    }
    void manyThreadsResolveOnce()
    {
        for (int round = 0; round < 200; ++round) {
            CompletionSource<int> source;
            QThread *thread = nullptr;
            auto task = take(source.completion(), &thread);
            std::atomic<int> won = 0;
            std::vector<std::thread> threads;
            for (int i = 0; i < 3; ++i)
                threads.emplace_back([&, i] { won += source.resolve(i); });
            QVERIFY(test::await(std::move(task)).has_value());
            for (auto &each : threads)
                each.join();
            QCOMPARE(won.load(), 1);
        }
    }

    void threadHandleNamesAndEndsItsThread()
    {
        std::atomic<bool> deleted = false;
        {
            const auto thread = startThread(QStringLiteral("a name"));
            QCOMPARE(thread->objectName(), QStringLiteral("a name"));
            auto *object = new QObject;
            object->moveToThread(thread.get());
            QObject::connect(thread.get(), &QThread::finished, object, &QObject::deleteLater);
            QObject::connect(object, &QObject::destroyed, object, [&] { deleted = true; }, Qt::DirectConnection);
            QThread *seen = nullptr;
            runIn(object, [&] { seen = QThread::currentThread(); });
            QCOMPARE(seen, thread.get());
        }
        QVERIFY(deleted);
    }
    void runInTheOwnThreadIsDirect()
    {
        bool ran = false;
        runIn(this, [&] { ran = true; });
        QVERIFY(ran);
    }
};

SLIPWAY_TEST(TstCompletion)
#include "tst_completion.moc"
