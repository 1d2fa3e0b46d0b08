// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/ratebudget.h"
#include "tests/support/testmain.h"

using namespace slipway::net;
using namespace std::chrono_literals;

namespace {

constexpr qint64 start = 1'769'860'800'000;

HttpAnswer answer(int status, HeaderList headers = {}, const QByteArray &body = {})
{
    HttpAnswer answer;
    answer.end = HttpEnd::Answered;
    answer.status = status;
    answer.headers = std::move(headers);
    answer.body = body;
    return answer;
}

HeaderList window(int remaining, qint64 resetMs)
{
    return { { "X-RateLimit-Limit", "5000" },
             { "X-RateLimit-Remaining", QByteArray::number(remaining) },
             { "X-RateLimit-Reset", QByteArray::number(resetMs / 1000) },
             { "X-RateLimit-Resource", "core" } };
}

} // namespace

class TstRateBudget final : public QObject {
    Q_OBJECT

    /// Sends `count` requests as early as allowed; the time that took.
    static std::chrono::milliseconds timeFor(RateBudget &budget, RequestKind kind, int count)
    {
        qint64 now = start;
        for (int sent = 0; sent < count;) {
            const auto wait = budget.reserve(kind, "core", now);
            now += wait.count();
            sent += wait == 0ms;
        }
        return std::chrono::milliseconds(now - start);
    }

private Q_SLOTS:
    void writesComeASecondApart()
    {
        RateBudget budget;
        QCOMPARE(timeFor(budget, RequestKind::Write, 10), 9000ms);
    }

    void thirtyIssuesAreNotABurst()
    {
        RateBudget budget;
        const auto time = timeFor(budget, RequestKind::Create, 31);
        QVERIFY2(time >= 60s && time < 70s, qPrintable(QString::number(time.count())));
    }

    void creatingIsBoundByTheHour()
    {
        RateBudget budget;
        QVERIFY(timeFor(budget, RequestKind::Create, 451) >= 1h);
    }

    void readsAreBoundByPoints()
    {
        RateBudget budget;
        QCOMPARE(timeFor(budget, RequestKind::Read, 800), 0ms);
        RateBudget more;
        QCOMPARE(timeFor(more, RequestKind::Read, 801), 60s);
    }

    void anEmptyPrimaryLimitWaitsForItsReset()
    {
        RateBudget budget;
        QVERIFY(budget.note(answer(200, window(1, start + 600'000)), start) == RateBudget::Limit::None);
        QCOMPARE(budget.reserve(RequestKind::Read, "core", start), 0ms);
        QVERIFY(budget.note(answer(403, window(0, start + 600'000)), start) == RateBudget::Limit::Primary);
        QCOMPARE(budget.reserve(RequestKind::Read, "core", start), 602s);
        QCOMPARE(budget.reserve(RequestKind::Read, "search", start), 0ms); // a budget of its own
        QCOMPARE(budget.reserve(RequestKind::Read, "core", start + 602'000), 0ms);
        QCOMPARE(budget.state(start).remaining, 0);
        QCOMPARE(budget.state(start).wait, 602s);
        QCOMPARE(budget.state(start + 602'000).remaining, 5000);
    }

    void theResetIsReadInTheServersClock()
    {
        RateBudget budget;
        auto headers = window(0, start + 3'600'000 + 60'000); // their clock is an hour ahead
        headers.emplaceBack("Date", "Sat, 31 Jan 2026 13:00:00 GMT");
        QVERIFY(budget.note(answer(429, headers), start) == RateBudget::Limit::Primary);
        QCOMPARE(budget.reserve(RequestKind::Read, "core", start), 62s);
    }

    void retryAfterStopsEverybody()
    {
        RateBudget budget;
        auto headers = window(4000, start + 600'000);
        headers.emplaceBack("Retry-After", "60");
        QVERIFY(budget.note(answer(403, headers), start) == RateBudget::Limit::Secondary);
        for (const auto kind : { RequestKind::Read, RequestKind::Write, RequestKind::Create })
            QCOMPARE(budget.reserve(kind, "core", start), 60'500ms);
    }

    void aSecondaryLimitWithoutTimeDoubles()
    {
        RateBudget budget;
        const QByteArray body = "{\"message\":\"You have exceeded a secondary rate limit.\"}";
        qint64 now = start;
        for (const auto expected : { 60s, 120s, 240s }) {
            QVERIFY(budget.note(answer(403, {}, body), now) == RateBudget::Limit::Secondary);
            QCOMPARE(budget.reserve(RequestKind::Read, "core", now), expected);
            now += std::chrono::milliseconds(expected).count();
        }
        budget.note(answer(200), now);
        QVERIFY(budget.note(answer(403, {}, body), now) == RateBudget::Limit::Secondary);
        QCOMPARE(budget.reserve(RequestKind::Read, "core", now), 60s);
    }

    void aRightsErrorIsNoLimit()
    {
        RateBudget budget;
        const QByteArray body = "{\"message\":\"Resource not accessible by personal access token\"}";
        QVERIFY(budget.note(answer(403, window(4000, start + 1000), body), start) == RateBudget::Limit::None);
        QCOMPARE(budget.reserve(RequestKind::Read, "core", start), 0ms);
    }

    void theHourIsCounted()
    {
        RateBudget budget;
        for (int i = 0; i < 5; ++i)
            budget.note(answer(i < 2 ? 200 : 304), start + i * 60'000);
        QCOMPARE(budget.state(start + 300'000).countedLastHour, 2);
        QCOMPARE(budget.state(start + 300'000).freeLastHour, 3);
        QCOMPARE(budget.state(start + 2 * 3'600'000).countedLastHour, 0);
    }

    void overtakenAnswersDoNotRefillTheWindow()
    {
        RateBudget budget;
        budget.note(answer(200, window(10, start + 600'000)), start);
        budget.note(answer(200, window(12, start + 600'000)), start);
        QCOMPARE(budget.state(start).remaining, 10);
        budget.note(answer(200, window(4999, start + 4'200'000)), start + 610'000);
        QCOMPARE(budget.state(start + 610'000).remaining, 4999);
    }
};

SLIPWAY_TEST(TstRateBudget)
#include "tst_ratebudget.moc"
