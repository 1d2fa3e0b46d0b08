// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"
#include "core/base/result.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QTimeZone>

using namespace slipway;
using namespace slipway::base;

namespace {

Result<int> half(int value)
{
    if (value % 2)
        return fail(ErrorCode::Invalid, QStringLiteral("%1 is odd").arg(value), QStringLiteral("Take an even one"));
    return value / 2;
}

Result<QString> quarter(int value)
{
    TRY(const int first, half(value));
    TRY(const int second, half(first));
    return QString::number(second);
}

Result<> check(int value)
{
    if (value < 0)
        return fail(ErrorCode::Denied, QStringLiteral("negative"));
    return {};
}

Result<> checkBoth(int a, int b)
{
    CHECK(check(a));
    CHECK(check(b));
    return {};
}

Async<QString> asyncQuarter(int value)
{
    CO_CHECK(check(value));
    CO_TRY(const QString text, quarter(value));
    co_return text;
}

} // namespace

class TstError final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesAreStableAndComeBack_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("name");
        const auto row = [](ErrorCode code, const char *name) {
            QTest::newRow(name) << static_cast<int>(code) << QString::fromLatin1(name);
        };
        row(ErrorCode::NotFound, "not_found");
        row(ErrorCode::Conflict, "conflict");
        row(ErrorCode::Cancelled, "cancelled");
        row(ErrorCode::Timeout, "timeout");
        row(ErrorCode::Unavailable, "unavailable");
        row(ErrorCode::Invalid, "invalid");
        row(ErrorCode::Denied, "denied");
        row(ErrorCode::Exhausted, "exhausted");
        row(ErrorCode::Waiting, "waiting");
        row(ErrorCode::Unsupported, "unsupported");
        row(ErrorCode::Internal, "internal");
    }
    void namesAreStableAndComeBack()
    {
        QFETCH(int, code);
        QFETCH(QString, name);
        QCOMPARE(toString(static_cast<ErrorCode>(code)), name);
        QCOMPARE(static_cast<int>(errorCodeFromString(name)), code);
    }
    void unknownNameIsInternal() { QVERIFY(errorCodeFromString(QStringLiteral("new_one")) == ErrorCode::Internal); }

    void jsonHasThePromisedShape()
    {
        const Error error { ErrorCode::Waiting, QStringLiteral("A gate waits"), QStringLiteral("slipway approve g1"),
                            QStringLiteral("raw") };
        const QJsonObject json = toJson(error);
        QCOMPARE(json.keys(),
                 (QStringList { QStringLiteral("class"), QStringLiteral("hint"), QStringLiteral("message") }));
        QVERIFY(errorFromJson(json) == error);
        QVERIFY(error.withHint(QStringLiteral("other")).hint == QStringLiteral("other"));
    }
    void tryPassesErrorsOn()
    {
        QCOMPARE(quarter(12).value(), QStringLiteral("3"));
        QCOMPARE(quarter(6).error().message, QStringLiteral("3 is odd"));
        QCOMPARE(quarter(6).error().hint, QStringLiteral("Take an even one"));
        QVERIFY(checkBoth(1, 2));
        QCOMPARE(checkBoth(1, -2).error().message, QStringLiteral("negative"));
        QCOMPARE(test::await(asyncQuarter(8)).value(), QStringLiteral("2"));
        QCOMPARE(test::await(asyncQuarter(7)).error().message, QStringLiteral("7 is odd"));
        QCOMPARE(test::await(asyncQuarter(-1)).error().message, QStringLiteral("negative"));
    }
    void timesAreUtc()
    {
        const QDateTime time(QDate(2026, 1, 31), QTime(13, 0), QTimeZone(3600));
        QCOMPARE(isoTime(time), QStringLiteral("2026-01-31T12:00:00Z"));
        QVERIFY(std::abs(SystemClock().nowMs() - QDateTime::currentMSecsSinceEpoch()) < 1000);
    }
};

SLIPWAY_TEST(TstError)
#include "tst_error.moc"
