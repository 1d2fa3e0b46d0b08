// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/absence.h"
#include "tests/support/testmain.h"

using namespace slipway;
using namespace std::chrono_literals;
using base::AbsenceWatch;

class TstAbsence final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noticesAbsences_data();
    void noticesAbsences();
    void machineGoesOn();
};

void TstAbsence::noticesAbsences_data()
{
    QTest::addColumn<std::chrono::milliseconds>("boot");
    QTest::addColumn<std::chrono::milliseconds>("wall");
    QTest::addColumn<bool>("away");
    const auto row = [](const char *name, std::chrono::milliseconds boot, std::chrono::milliseconds wall, bool away) {
        QTest::newRow(name) << boot << wall << away;
    };
    row("on time", 1000ms, 1000ms, false);
    row("early: something woke it", 200ms, 200ms, false);
    row("a little late", 2900ms, 2900ms, false);
    row("suspended", 3600000ms, 3600000ms, true);
    row("just too late", 3001ms, 3001ms, true);
    row("clock set forward", 1000ms, 3601000ms, true);
    row("clock set back", 1000ms, -3599000ms, true);
    row("clock corrected a little", 1000ms, 2500ms, false);
    row("suspended, and the clock stood", 600000ms, 1000ms, true);
}

void TstAbsence::noticesAbsences()
{
    QFETCH(const std::chrono::milliseconds, boot);
    QFETCH(const std::chrono::milliseconds, wall);
    AbsenceWatch::Times now { 50s, 1000000s };
    AbsenceWatch watch(2s, [&now] { return now; });
    now.boot += 10s;
    now.wall += 10s;
    watch.begin();
    now.boot += boot;
    now.wall += wall;
    QTEST(watch.wasAway(1s), "away");
}

void TstAbsence::machineGoesOn()
{
    const auto before = base::bootTime();
    AbsenceWatch watch(60s);
    QTest::qWait(5);
    QVERIFY(!watch.wasAway(5ms));
    QVERIFY(base::bootTime() > before);
}

SLIPWAY_TEST(TstAbsence)
#include "tst_absence.moc"
