// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/presenter.h"
#include "tests/support/testmain.h"

using namespace slipway::dashboard;
namespace domain = slipway::domain;

namespace {
const QDateTime now = QDateTime::fromString(QStringLiteral("2026-01-31T12:00:00Z"), Qt::ISODate);

domain::ProjectView project(const QString &name)
{
    domain::ProjectView view;
    view.name = name;
    view.state = QStringLiteral("running");
    view.stage = QStringLiteral("workers");
    view.issues = { 2, 3, 2, 1, 8, 1 };
    return view;
}

domain::Task task(const QString &project, int number, domain::TaskPhase phase, int priority = 5)
{
    domain::Task task;
    task.key = { project, number };
    task.title = QStringLiteral("Task %1").arg(number);
    task.phase = phase;
    task.priority = priority;
    return task;
}
} // namespace

class TstPresenter final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ages_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("future") << qint64(-5) << QStringLiteral("0 s");
        QTest::newRow("seconds") << qint64(59) << QStringLiteral("59 s");
        QTest::newRow("minutes") << qint64(60) << QStringLiteral("1 min");
        QTest::newRow("hours") << qint64(3600 * 5) << QStringLiteral("5 h");
        QTest::newRow("days") << qint64(86400 * 3) << QStringLiteral("3 days");
    }
    void ages()
    {
        QFETCH(qint64, seconds);
        QFETCH(QString, text);
        QCOMPARE(age(now.addSecs(-seconds), now), text);
        QCOMPARE(age({}, now), QString());
    }

    void onlyWebAddressesBecomeLinks()
    {
        QCOMPARE(safeHref(QStringLiteral("http://127.0.0.1:3001")), QStringLiteral("http://127.0.0.1:3001"));
        QCOMPARE(safeHref(QStringLiteral("javascript:alert(1)")), QString());
        QCOMPARE(safeHref(QStringLiteral("data:text/html,x")), QString());
        QCOMPARE(safeHref(QStringLiteral("file:///etc/passwd")), QString());
        QCOMPARE(safeHref(QStringLiteral("https://token@github.com/o/r")), QStringLiteral("https://github.com/o/r"));
        QCOMPARE(safeHref(QString()), QString());
    }

    void theBarAddsUpToTheWhole()
    {
        domain::Snapshot snapshot;
        snapshot.projects << project(QStringLiteral("a"));
        const auto overview = presentOverview(snapshot, true, now);
        const auto card = overview.value(QStringLiteral("projects")).toList().first().toHash();
        QCOMPARE(card.value(QStringLiteral("total")).toInt(), 17);
        double end = 0;
        int count = 0;
        const auto bar = card.value(QStringLiteral("bar")).toList();
        for (const auto &part : bar) {
            const auto hash = part.toHash();
            QVERIFY(qAbs(hash.value(QStringLiteral("x")).toDouble() - end) < 0.01);
            end += hash.value(QStringLiteral("width")).toDouble();
            count += hash.value(QStringLiteral("count")).toInt();
        }
        QVERIFY(qAbs(end - 100) < 0.05);
        QCOMPARE(count, 17);
    }

    void theStagesBeforeTheCurrentOneAreDone()
    {
        domain::Snapshot snapshot;
        auto view = project(QStringLiteral("a"));
        view.stage = QStringLiteral("scaffold");
        snapshot.projects << view;
        view.name = QStringLiteral("b");
        view.stage = QStringLiteral("done");
        snapshot.projects << view;
        view.name = QStringLiteral("c");
        view.stage = QStringLiteral("prd");
        view.state = QStringLiteral("failed");
        snapshot.projects << view;
        const auto codes = [&](const char *name) {
            QStringList list;
            const auto steps = presentProject(snapshot, QLatin1String(name), true, now)
                                   .value(QStringLiteral("project"))
                                   .toHash()
                                   .value(QStringLiteral("steps"))
                                   .toList();
            for (const auto &step : steps)
                list << step.toHash().value(QStringLiteral("code")).toString();
            return list.join(QLatin1Char(' '));
        };
        QCOMPARE(codes("a"), QStringLiteral("past past past now ahead ahead ahead ahead"));
        QCOMPARE(codes("b"), QStringLiteral("past past past past past past past past"));
        QCOMPARE(codes("c"), QStringLiteral("broken ahead ahead ahead ahead ahead ahead ahead"));
    }

    void theActiveProjectComesFirstThenTheNewest()
    {
        domain::Snapshot snapshot;
        snapshot.projects << project(QStringLiteral("old")) << project(QStringLiteral("active"))
                          << project(QStringLiteral("new"));
        snapshot.activeProject = QStringLiteral("active");
        QStringList names;
        const auto cards = presentOverview(snapshot, true, now).value(QStringLiteral("projects")).toList();
        for (const auto &card : cards)
            names << card.toHash().value(QStringLiteral("name")).toString();
        QCOMPARE(names, (QStringList { QStringLiteral("active"), QStringLiteral("new"), QStringLiteral("old") }));
    }

    void theEngineSaysWhatItIs_data()
    {
        QTest::addColumn<bool>("connected");
        QTest::addColumn<QString>("mode");
        QTest::addColumn<bool>("paused");
        QTest::addColumn<QString>("code");
        QTest::newRow("running") << true << QStringLiteral("server") << false << QStringLiteral("running");
        QTest::newRow("paused") << true << QStringLiteral("desktop") << true << QStringLiteral("paused");
        QTest::newRow("none") << true << QStringLiteral("none") << false << QStringLiteral("none");
        QTest::newRow("never seen") << true << QString() << false << QStringLiteral("none");
        QTest::newRow("lost") << false << QStringLiteral("server") << false << QStringLiteral("lost");
    }
    void theEngineSaysWhatItIs()
    {
        QFETCH(bool, connected);
        QFETCH(QString, mode);
        QFETCH(bool, paused);
        QFETCH(QString, code);
        domain::Snapshot snapshot;
        snapshot.engine.mode = mode;
        snapshot.engine.paused = paused;
        QCOMPARE(presentOverview(snapshot, connected, now)
                     .value(QStringLiteral("engine"))
                     .toHash()
                     .value(QStringLiteral("code"))
                     .toString(),
                 code);
    }

    void aProjectShowsItsOwnOnly()
    {
        domain::Snapshot snapshot;
        snapshot.projects << project(QStringLiteral("a")) << project(QStringLiteral("b"));
        for (const auto &t : { task(QStringLiteral("a"), 1, domain::TaskPhase::Done),
                               task(QStringLiteral("a"), 2, domain::TaskPhase::Dead),
                               task(QStringLiteral("a"), 3, domain::TaskPhase::Ready, 7),
                               task(QStringLiteral("a"), 4, domain::TaskPhase::Ready, 1),
                               task(QStringLiteral("b"), 9, domain::TaskPhase::Running) })
            snapshot.tasks.insert(t.key.toString(), t);
        snapshot.workers << domain::WorkerView { QStringLiteral("w1"),
                                                 QStringLiteral("qa"),
                                                 QStringLiteral("busy"),
                                                 QStringLiteral("b:9"),
                                                 {},
                                                 {},
                                                 {},
                                                 {},
                                                 {} };
        snapshot.gates << domain::GateView {
            QStringLiteral("g"), QStringLiteral("b"), QStringLiteral("plan"), {}, {}, {}, {}
        };
        const auto page = presentProject(snapshot, QStringLiteral("a"), true, now);
        QStringList numbers;
        const auto shown = page.value(QStringLiteral("tasks")).toHash().value(QStringLiteral("shown")).toList();
        for (const auto &t : shown)
            numbers << t.toHash().value(QStringLiteral("number")).toString();
        QCOMPARE(numbers.join(QLatin1Char(' ')), QStringLiteral("2 4 3 1")); // what needs a person first, done last
        QVERIFY(page.value(QStringLiteral("workers")).toList().isEmpty());
        QVERIFY(page.value(QStringLiteral("gates")).toList().isEmpty());
        QVERIFY(presentProject(snapshot, QStringLiteral("c"), true, now).isEmpty());
    }

    void aBlockedTaskNamesWhatIsStillOpen()
    {
        domain::Snapshot snapshot;
        snapshot.projects << project(QStringLiteral("a"));
        auto blocked = task(QStringLiteral("a"), 3, domain::TaskPhase::Blocked);
        blocked.dependsOn = { 1, 2, 9 };
        for (const auto &t : { task(QStringLiteral("a"), 1, domain::TaskPhase::Done),
                               task(QStringLiteral("a"), 2, domain::TaskPhase::InReview), blocked })
            snapshot.tasks.insert(t.key.toString(), t);
        const auto page = presentProject(snapshot, QStringLiteral("a"), true, now);
        const auto shown = page.value(QStringLiteral("tasks")).toHash().value(QStringLiteral("shown")).toList();
        QStringList waits;
        for (const auto &t : shown) {
            if (t.toHash().value(QStringLiteral("number")).toInt() == 3)
                waits << t.toHash().value(QStringLiteral("waits_for")).toString();
        }
        QCOMPARE(waits, QStringList { QStringLiteral("#2, #9") });
    }

    void tenThousandTasksStayOnePage()
    {
        domain::Snapshot snapshot;
        snapshot.projects << project(QStringLiteral("a"));
        for (int i = 1; i <= 10'000; ++i) {
            const auto t = task(QStringLiteral("a"), i, domain::TaskPhase::Ready);
            snapshot.tasks.insert(t.key.toString(), t);
        }
        const auto tasks
            = presentProject(snapshot, QStringLiteral("a"), true, now).value(QStringLiteral("tasks")).toHash();
        QCOMPARE(tasks.value(QStringLiteral("shown")).toList().size(), 300);
        QCOMPARE(tasks.value(QStringLiteral("more")).toInt(), 9'700);
    }
};

SLIPWAY_TEST(TstPresenter)
#include "tst_presenter.moc"
