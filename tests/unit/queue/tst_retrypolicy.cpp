// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue/retrypolicy.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway;
using namespace std::chrono_literals;
using domain::FailureClass;
using Duration = queue::RetryPolicy::Duration;

Q_DECLARE_METATYPE(Duration)

class TstRetryPolicy final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void delays_data()
    {
        QTest::addColumn<QString>("failure");
        QTest::addColumn<Duration>("retryAfter");
        QTest::addColumn<Duration>("base");
        QTest::addColumn<Duration>("cap");
        const auto row = [](const char *failure, Duration retryAfter, Duration base, Duration cap) {
            QTest::addRow("%s after %lld ms", failure, static_cast<long long>(retryAfter.count()))
                << QString::fromLatin1(failure) << retryAfter << base << cap;
        };
        row("agent_error", 0ms, 5s, 10min);
        row("tests_failed", 0ms, 5s, 10min);
        row("forge_unavailable", 0ms, 5s, 10min);
        row("setup_failed", 0ms, 5s, 10min);
        row("internal", 0ms, 5s, 10min);
        row("stalled", 0ms, 1s, 1s);
        row("timeout", 0ms, 1s, 1s);
        row("lease_lost", 0ms, 0ms, 0ms);
        row("rate_limited", 0ms, 30s, 10min);
        row("usage_limit", 0ms, 5min, 1h);
        row("usage_limit", 3h, 3h, 3h);
        row("agent_error", 7s, 7s, 7s);
    }

    void delays()
    {
        QFETCH(QString, failure);
        QFETCH(Duration, retryAfter);
        QFETCH(Duration, base);
        QFETCH(Duration, cap);
        const auto delay = queue::RetryPolicy().delayFor(domain::failureClassFromString(failure), retryAfter);
        QCOMPARE(delay.base.count(), base.count());
        QCOMPARE(delay.cap.count(), cap.count());
    }

    void theScaleShortensOwnDelaysOnly()
    {
        queue::RetryPolicy policy;
        policy.scale = 0;
        QCOMPARE(policy.delayFor(FailureClass::AgentError, 0ms).cap.count(), 0);
        QCOMPARE(policy.delayFor(FailureClass::Stalled, 0ms).base.count(), 0);
        QCOMPARE(policy.delayFor(FailureClass::RateLimited, 9s).base.count(), 9000);
        policy.scale = 0.01;
        QCOMPARE(policy.delayFor(FailureClass::AgentError, 0ms).base.count(), 50);
    }
};

SLIPWAY_TEST(TstRetryPolicy)
#include "tst_retrypolicy.moc"
