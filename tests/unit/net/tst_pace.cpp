// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/pollpace.h"
#include "core/net/retrypolicy.h"
#include "tests/support/testmain.h"

using namespace slipway::net;
using namespace std::chrono_literals;

class TstPace final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void retriesDoubleUpToABound()
    {
        const RetryPolicy policy { 6, 1s, 5s };
        QCOMPARE(policy.delayBefore(2, 0), 1s);
        QCOMPARE(policy.delayBefore(3, 0), 2s);
        QCOMPARE(policy.delayBefore(4, 0), 4s);
        QCOMPARE(policy.delayBefore(5, 0), 5s);
        QCOMPARE(policy.delayBefore(60, 0), 5s);
        QCOMPARE(policy.delayBefore(2, 1), 750ms);
        QVERIFY(policy.mayRetry(5));
        QVERIFY(!policy.mayRetry(6));
    }

    void pollingSlowsDownWhenNothingHappens()
    {
        PollPace pace(30s);
        const BudgetState budget;
        for (int i = 0; i < 9; ++i)
            QCOMPARE(pace.next(false, budget), 30s);
        QCOMPARE(pace.next(false, budget), 60s);
        for (int i = 0; i < 20; ++i)
            QVERIFY(pace.next(false, budget) >= 30s);
        QCOMPARE(pace.next(false, budget), 120s);
        QCOMPARE(pace.next(true, budget), 30s);
    }

    void pollingSlowsDownNearTheLimit()
    {
        PollPace pace(30s);
        BudgetState budget;
        budget.limit = 5000;
        budget.remaining = 4000;
        QCOMPARE(pace.next(true, budget), 30s);
        budget.remaining = 900;
        QCOMPARE(pace.next(true, budget), 90s);
        budget.remaining = 100;
        QCOMPARE(pace.next(true, budget), 300s);
        budget.wait = 1000s;
        QCOMPARE(pace.next(true, budget), 1000s);
    }
};

SLIPWAY_TEST(TstPace)
#include "tst_pace.moc"
