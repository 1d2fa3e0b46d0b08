// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/taskscope.h"

#include "core/base/completion.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QElapsedTimer>
#include <QRegularExpression>

#include <stdexcept>

using namespace slipway;
using namespace slipway::base;

namespace {

QCoro::Task<> untilStopped(std::stop_token stop, int *ended)
{
    (void)co_await sleepFor(std::chrono::hours(1), stop);
    ++*ended;
}

QCoro::Task<> waitFor(Completion<> completion, int *ended)
{
    (void)co_await completion;
    ++*ended;
}

Async<> failing(ErrorCode code)
{
    co_return fail(code, QStringLiteral("it broke"));
}

QCoro::Task<> throwing()
{
    throw std::runtime_error("a bug");
    co_return;
}

} // namespace

class TstTaskScope final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void drainStopsAndWaits()
    {
        TaskScope scope;
        int ended = 0;
        for (int i = 0; i < 5; ++i)
            scope.start(untilStopped(scope.stopToken(), &ended), "wait");
        QCOMPARE(scope.running(), 5);
        QCOMPARE(ended, 0);
        test::await(scope.drain());
        QCOMPARE(ended, 5);
        QCOMPARE(scope.running(), 0);
        QVERIFY(scope.stopToken().stop_requested());
    }
    void drainWaitsForWhatDoesNotListen()
    {
        TaskScope scope;
        int ended = 0;
        CompletionSource<> gate;
        scope.start(waitFor(gate.completion(), &ended), "deaf");
        auto drained = scope.drain();
        QVERIFY(!drained.isReady());
        QVERIFY(gate.resolve({}));
        test::await(std::move(drained));
        QCOMPARE(ended, 1);
    }
    void emptyScopeDrainsAtOnce()
    {
        TaskScope scope;
        QVERIFY(scope.drain().isReady());
        test::await(scope.drain());
    }
    void twoMayWaitForTheSameScope()
    {
        TaskScope scope;
        int ended = 0;
        scope.start(untilStopped(scope.stopToken(), &ended), "wait");
        auto first = scope.drain();
        auto second = scope.drain();
        test::await(std::move(first));
        test::await(std::move(second));
        QCOMPARE(ended, 1);
    }
    void errorsAreLoggedUnderTheirLabel()
    {
        TaskScope scope;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("the label: it broke")));
        scope.start(failing(ErrorCode::Unavailable), "the label");
        test::await(scope.drain());
    }
    void cancellationIsNoError()
    {
        TaskScope scope;
        QTest::failOnWarning();
        scope.start(failing(ErrorCode::Cancelled), "quiet");
        test::await(scope.drain());
    }
    void exceptionsAreCaughtAndLogged()
    {
        TaskScope scope;
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("the label: exception: a bug")));
        scope.start(throwing(), "the label");
        test::await(scope.drain());
        QCOMPARE(scope.running(), 0);
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("loose: exception: a bug")));
        detach(throwing(), "loose");
    }
    void leavingTasksBehindIsToldAndStopsThem()
    {
        int ended = 0;
        {
            TaskScope scope;
            scope.start(untilStopped(scope.stopToken(), &ended), "left");
            QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("destroyed while \"left\" ran")));
        }
        QTRY_COMPARE(ended, 1);
    }

    void sleepTakesItsTime()
    {
        QElapsedTimer clock;
        clock.start();
        QVERIFY_RESULT(test::await(sleepFor(std::chrono::milliseconds(60))));
        QVERIFY(clock.elapsed() >= 59);
    }
    void sleepEndsOnStop_data()
    {
        QTest::addColumn<bool>("before");
        QTest::newRow("stopped before") << true;
        QTest::newRow("stopped while asleep") << false;
    }
    void sleepEndsOnStop()
    {
        QFETCH(bool, before);
        std::stop_source stop;
        if (before)
            stop.request_stop();
        QElapsedTimer clock;
        clock.start();
        auto task = sleepFor(std::chrono::hours(1), stop.get_token());
        stop.request_stop();
        const auto result = test::await(std::move(task));
        QVERIFY(!result);
        QCOMPARE(toString(result.error().code), toString(ErrorCode::Cancelled));
        QVERIFY(clock.elapsed() < 2000);
    }
};

SLIPWAY_TEST(TstTaskScope)
#include "tst_taskscope.moc"
