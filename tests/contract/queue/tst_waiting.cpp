// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/queue/queuefixture.h"

#include "core/base/taskscope.h"

#include <QElapsedTimer>

using namespace slipway;
using namespace std::chrono_literals;
using test::await;

namespace {

struct Woken {
    std::optional<Result<bool>> answer;

    static QCoro::Task<> keep(std::shared_ptr<Woken> woken, Async<bool> task)
    {
        woken->answer = co_await std::move(task);
    }
};

std::shared_ptr<Woken> start(Async<bool> task)
{
    auto woken = std::make_shared<Woken>();
    base::detach(Woken::keep(woken, std::move(task)), "waiting");
    return woken;
}

} // namespace

/// Idle workers sleep in Redis and are woken by whatever makes a task ready.
class TstWaiting final : public test::QueueFixture {
    Q_OBJECT
    std::unique_ptr<redis::RedisClient> m_waitClient;

    /// A wait that has reached the server.
    std::shared_ptr<Woken> sleeper(Type type, std::stop_token stop = {})
    {
        auto woken = start(queue().waitForWork(m_waitClient.get(), type, 60s, std::move(stop)));
        [&] { QTRY_VERIFY(ask({ "INFO", "clients" }).string.contains("blocked_clients:1")); }();
        return woken;
    }

private Q_SLOTS:
    void init()
    {
        QueueFixture::init();
        m_waitClient = std::make_unique<redis::RedisClient>(address());
    }
    void cleanup()
    {
        m_waitClient.reset();
        QueueFixture::cleanup();
    }

    void everyWayToReadyWakes_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : { "enqueue", "close", "complete", "hold", "requeue", "handBack", "release", "lease",
                                 "delay", "resume", "resume all", "setClosed" })
            QTest::newRow(how) << QString::fromLatin1(how);
    }

    void everyWayToReadyWakes()
    {
        QFETCH(QString, how);
        const auto is = [&](const char *name) { return how == QLatin1String(name); };
        QString token;
        if (is("close") || is("complete") || is("setClosed")) {
            add(task(2, Type::Qa, 5, { 1 }));
            add(task(1));
            if (!is("setClosed"))
                token = claim().lease.token;
            if (is("close"))
                QVERIFY_RESULT(await(queue().completeTask(key(1), token, Phase::InReview, {}, 0)));
        } else if (is("hold")) {
            add(task(2, Type::Qa), true);
        } else if (!is("enqueue")) {
            add(task(2, Type::Qa));
            if (is("resume") || is("resume all"))
                QVERIFY_RESULT(await(queue().setPaused(is("resume") ? QStringLiteral("shop") : QString(), true, {})));
            else
                token = claim(Type::Qa).lease.token;
            if (is("requeue"))
                QVERIFY_RESULT(await(queue().cancel(key(2), {})));
            if (is("delay")) {
                queue::TaskEnd end;
                end.failure = domain::FailureClass::AgentError;
                QVERIFY_RESULT(await(queue().failTask(key(2), token, end)));
            }
        }
        ask({ "DEL", keys.wake(Type::Qa) });
        const auto woken = sleeper(Type::Qa);
        QVERIFY(!woken->answer);
        if (is("enqueue"))
            add(task(2, Type::Qa));
        else if (is("close"))
            QVERIFY_RESULT(await(queue().close(key(1))));
        else if (is("complete"))
            QVERIFY_RESULT(await(queue().completeTask(key(1), token, Phase::Done, {}, 0)));
        else if (is("setClosed"))
            QVERIFY_RESULT(await(queue().setClosed(QStringLiteral("shop"), { 1 })));
        else if (is("hold"))
            QVERIFY_RESULT(await(queue().releaseHold(key(2))));
        else if (is("requeue"))
            QVERIFY_RESULT(await(queue().requeue(key(2), {}, true)));
        else if (is("handBack"))
            QVERIFY_RESULT(await(queue().handBack(key(2), token)));
        else if (is("release"))
            QVERIFY_RESULT(await(queue().release(key(2))));
        else if (is("resume") || is("resume all"))
            QVERIFY_RESULT(await(queue().setPaused(is("resume") ? QStringLiteral("shop") : QString(), false, {})));
        else {
            clock.advance(lease);
            QCOMPARE(await(queue().recover())->size(), 1);
        }
        QTRY_VERIFY(woken->answer);
        QVERIFY_RESULT(*woken->answer);
        QVERIFY(**woken->answer);
        QCOMPARE(claim(Type::Qa).task.key.number, 2);
    }

    void otherTypesSleepOn()
    {
        const auto woken = sleeper(Type::Qa);
        add(task(1, Type::Backend));
        add(task(2, Type::Qa), true);
        QVERIFY_RESULT(await(queue().setPaused(QStringLiteral("shop"), true, {})));
        add(task(3, Type::Qa));
        QVERIFY(ask({ "INFO", "clients" }).string.contains("blocked_clients:1"));
        QVERIFY(!woken->answer);
        QVERIFY_RESULT(await(queue().setPaused(QStringLiteral("shop"), false, {})));
        QTRY_VERIFY(woken->answer);
    }

    void theTimeLimitIsAnAnswer()
    {
        QElapsedTimer timer;
        timer.start();
        const auto woken = await(queue().waitForWork(m_waitClient.get(), Type::Qa, 120ms));
        QVERIFY_RESULT(woken);
        QVERIFY(!*woken);
        QVERIFY(timer.elapsed() >= 100);
        QVERIFY_RESULT(await(queue().waitForWork(m_waitClient.get(), Type::Qa, 0ms)));
    }

    void stoppingEndsTheWait()
    {
        std::stop_source stop;
        const auto woken = sleeper(Type::Qa, stop.get_token());
        stop.request_stop();
        QTRY_VERIFY(woken->answer);
        QCOMPARE(toString(woken->answer->error().code), toString(ErrorCode::Cancelled));
    }

    /// No poll in between: the claim follows the enqueueing at once. The bound is generous for a busy machine; bench_queue
    /// measures (5 ms for 99 of 100).
    void aSleeperClaimsAtOnce()
    {
        QList<qint64> waits;
        for (int i = 1; i <= 100; ++i) {
            const auto woken = sleeper(Type::Qa);
            QElapsedTimer timer;
            timer.start();
            add(task(i, Type::Qa));
            while (!woken->answer)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            QCOMPARE(claim(Type::Qa).task.key.number, i);
            waits.append(timer.nsecsElapsed() / 1000);
        }
        std::ranges::sort(waits);
        qInfo("from enqueue() to the claim: p50 %lld us, p99 %lld us", waits.at(50), waits.at(98));
        QVERIFY2(waits.at(98) < 100'000, qPrintable(QString::number(waits.at(98))));
    }

    void tokensAreBoundedAndForgottenWhenNothingIsLeft()
    {
        for (int i = 1; i <= 100; ++i)
            add(task(i));
        QCOMPARE(ask({ "LLEN", keys.wake(Type::Backend) }).integer, 32);
        for (int i = 1; i <= 100; ++i)
            claim();
        QCOMPARE(claim().task.key.number, 0);
        QCOMPARE(ask({ "LLEN", keys.wake(Type::Backend) }).integer, 0);
    }
};

SLIPWAY_TEST(TstWaiting)
#include "tst_waiting.moc"
