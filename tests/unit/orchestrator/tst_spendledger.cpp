// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/spendledger.h"
#include "tests/support/testmain.h"

#include <QTimeZone>

using slipway::orchestrator::SpendLedger;
using Scope = SpendLedger::Scope;

namespace {

const QString project = QStringLiteral("links");
const QDateTime noon(QDate(2026, 11, 25), QTime(12, 0), QTimeZone::UTC);

QList<Scope> scopesOf(const QList<SpendLedger::Overrun> &overruns)
{
    QList<Scope> scopes;
    for (const auto &overrun : overruns)
        scopes.append(overrun.scope);
    return scopes;
}

} // namespace

class TstSpendLedger final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsWhatIsUsedUp_data();
    void findsWhatIsUsedUp();
    void runCountsOnce();
    void hourSlides();
    void hourThatIsNotWatchedStopsNothing();
    void dayTurns();
    void grantsMakeRoom_data();
    void grantsMakeRoom();
    void survivesARestart();
};

void TstSpendLedger::findsWhatIsUsedUp_data()
{
    QTest::addColumn<double>("spent"); // at once, in a project that cost nothing before
    QTest::addColumn<QList<Scope>>("usedUp");
    QTest::newRow("nothing") << 9.99 << QList<Scope> {};
    QTest::newRow("the hour, to the cent") << 10.0 << QList<Scope> { Scope::Hour };
    QTest::newRow("the day as well") << 20.0 << QList<Scope> { Scope::Day, Scope::Hour };
    QTest::newRow("all") << 40.0 << QList<Scope> { Scope::Project, Scope::Day, Scope::Hour };
}

void TstSpendLedger::findsWhatIsUsedUp()
{
    QFETCH(const double, spent);
    SpendLedger ledger({ 40, 20, 10 });
    QVERIFY(ledger.book(QStringLiteral("r1"), spent, noon));
    const auto overruns = ledger.overruns(project, spent, noon);
    QTEST(scopesOf(overruns), "usedUp");
    for (const auto &overrun : overruns)
        QVERIFY(overrun.spent >= overrun.limit);
}

void TstSpendLedger::runCountsOnce()
{
    SpendLedger ledger({ 40, 20, 10 });
    QVERIFY(ledger.book(QStringLiteral("r1"), 6, noon));
    QVERIFY(!ledger.book(QStringLiteral("r1"), 6, noon.addSecs(600))); // its result is handled again after a crash
    QVERIFY(ledger.overruns(project, 6, noon.addSecs(600)).isEmpty());
    QVERIFY(ledger.book(QStringLiteral("r2"), 6, noon.addSecs(601)));
    QCOMPARE(scopesOf(ledger.overruns(project, 12, noon.addSecs(601))), QList<Scope> { Scope::Hour });
}

void TstSpendLedger::hourSlides()
{
    SpendLedger ledger({ 1000, 1000, 10 });
    for (int i = 0; i < 20; ++i) { // 9 dollars an hour
        const QDateTime now = noon.addSecs(i * 20 * 60);
        QVERIFY(ledger.book(QStringLiteral("r%1").arg(i), 2.4, now));
        QVERIFY2(ledger.overruns(project, 1, now).isEmpty(), qPrintable(QString::number(i)));
    }
    const QDateTime later = noon.addSecs(20 * 20 * 60);
    QVERIFY(ledger.book(QStringLiteral("r20"), 5, later));
    QCOMPARE(scopesOf(ledger.overruns(project, 1, later)), QList<Scope> { Scope::Hour });
    QVERIFY(ledger.overruns(project, 1, later.addSecs(3601)).isEmpty());
}

void TstSpendLedger::hourThatIsNotWatchedStopsNothing()
{
    SpendLedger ledger({ 1000, 1000, 0 });
    QVERIFY(ledger.book(QStringLiteral("r1"), 900, noon));
    QVERIFY(ledger.overruns(project, 900, noon).isEmpty());
}

void TstSpendLedger::dayTurns()
{
    SpendLedger ledger({ 1000, 20, 0 });
    QVERIFY(ledger.book(QStringLiteral("r1"), 20, noon));
    QCOMPARE(scopesOf(ledger.overruns(project, 20, noon)), QList<Scope> { Scope::Day });
    const QDateTime tomorrow = noon.addDays(1);
    QVERIFY(ledger.book(QStringLiteral("r2"), 1, tomorrow));
    QVERIFY(ledger.overruns(project, 21, tomorrow).isEmpty());
}

void TstSpendLedger::grantsMakeRoom_data()
{
    QTest::addColumn<Scope>("scope");
    QTest::addColumn<SpendLedger::Limits>("limits");
    QTest::newRow("project") << Scope::Project << SpendLedger::Limits { 10, 1000, 0 };
    QTest::newRow("day") << Scope::Day << SpendLedger::Limits { 1000, 10, 0 };
    QTest::newRow("hour") << Scope::Hour << SpendLedger::Limits { 1000, 1000, 10 };
}

void TstSpendLedger::grantsMakeRoom()
{
    QFETCH(const Scope, scope);
    QFETCH(const SpendLedger::Limits, limits);
    SpendLedger ledger(limits);
    QVERIFY(ledger.book(QStringLiteral("r1"), 11, noon));
    QCOMPARE(scopesOf(ledger.overruns(project, 11, noon)), QList<Scope> { scope });
    ledger.grant(scope, project, noon.addSecs(60));
    QVERIFY(ledger.overruns(project, 11, noon.addSecs(60)).isEmpty());
    // The same amount again, and no more.
    QVERIFY(ledger.book(QStringLiteral("r2"), 10, noon.addSecs(120)));
    QCOMPARE(scopesOf(ledger.overruns(project, 21, noon.addSecs(120))), QList<Scope> { scope });
}

void TstSpendLedger::survivesARestart()
{
    SpendLedger before({ 40, 20, 10 });
    QVERIFY(before.book(QStringLiteral("r1"), 9, noon));
    before.grant(Scope::Project, project, noon.addSecs(1));
    before.grant(Scope::Hour, {}, noon.addSecs(2));
    QVERIFY(before.book(QStringLiteral("r2"), 4, noon.addMSecs(3500)));
    SpendLedger after({ 40, 20, 10 });
    after.read(before.toJson());
    QCOMPARE(after.toJson(), before.toJson());
    QVERIFY(!after.book(QStringLiteral("r2"), 4, noon.addSecs(10)));
    QVERIFY(after.overruns(project, 79, noon.addSecs(10)).isEmpty());
    QCOMPARE(scopesOf(after.overruns(project, 80, noon.addSecs(10))), QList<Scope> { Scope::Project });
    QVERIFY(after.book(QStringLiteral("r3"), 7, noon.addSecs(11)));
    QCOMPARE(scopesOf(after.overruns(project, 20, noon.addSecs(11))), (QList<Scope> { Scope::Day, Scope::Hour }));
}

SLIPWAY_TEST(TstSpendLedger)
#include "tst_spendledger.moc"
