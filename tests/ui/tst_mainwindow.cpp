// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testmain.h"
#include "tests/ui/support/sample.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/paneldock.h"
#include "ui/mainwindow/quickfind.h"
#include "ui/mainwindow/quitdialog.h"
#include "ui/mainwindow/traynotifier.h"
#include "ui/panels/welcome/welcomepage.h"
#include "ui/panels/workers/transcriptview.h"
#include "ui/style/apptheme.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/panel.h"

#include <QAbstractButton>
#include <QApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QSettings>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QToolBar>
#include <QTreeView>

using namespace slipway;

namespace {

struct Desk {
    control::StateStore store;
    test::FakeLink *link = nullptr;
    std::unique_ptr<ui::MainWindow> window;

    explicit Desk(const domain::Snapshot &snapshot, ui::WindowOptions options = {})
    {
        store.reset(snapshot);
        auto fake = std::make_unique<test::FakeLink>();
        link = fake.get();
        test::sample::fill(*fake);
        options.trayIcon = false;
        window = std::make_unique<ui::MainWindow>(store, std::move(fake), options);
        window->show();
    }
    [[nodiscard]] QStringList asked(const QString &verb) const
    {
        QStringList found;
        for (const auto &call : link->commands()) {
            if (call.name == verb)
                found.append(QString::fromUtf8(QJsonDocument(call.arguments).toJson(QJsonDocument::Compact)));
        }
        return found;
    }
};

QAction *toolbarAction(const ui::MainWindow &window, const QString &text)
{
    const auto actions = window.findChild<QToolBar *>()->actions();
    for (auto *action : actions) {
        if (action->text().remove(QLatin1Char('&')) == text)
            return action;
    }
    return nullptr;
}

} // namespace

class TstMainWindow final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void opensQuickly()
    {
        { // the first window of a process also loads icons and fonts
            const Desk warm(test::sample::journey());
        }
        QElapsedTimer timer;
        timer.start();
        const Desk desk(test::sample::journey());
        const qint64 took = timer.elapsed();
        qInfo("window made and shown in %lld ms", took);
        QVERIFY(took < 1000); // 250 on a quiet machine with a release build
    }

    void holdsTenThousandTasks()
    {
        Desk desk(test::sample::manyTasks(10'000));
        const auto *view = desk.window->panel(QStringLiteral("tasks"))->findChild<QTreeView *>();
        QCOMPARE(view->model()->rowCount(), 10'000);
        QElapsedTimer timer;
        timer.start();
        for (int number = 1; number <= 300; ++number) {
            auto task = desk.store.snapshot().tasks.value(QStringLiteral("big:%1").arg(number));
            task.phase = domain::TaskPhase::Running;
            desk.store.apply({ {}, QStringLiteral("task"), domain::toJson(task) });
        }
        QTest::qWait(150);
        desk.window->grab();
        const qint64 took = timer.elapsed() - 150;
        qInfo("300 events on a window with 10,000 tasks: %lld ms", took);
        QVERIFY(took < 2000);
    }

    void anEmptyHomeShowsTheWelcomePageAlone()
    {
        Desk desk(test::sample::emptyHome());
        QVERIFY(desk.window->findChild<ui::WelcomePage *>()->isVisible());
        QVERIFY(!desk.window->panel(QStringLiteral("projects"))->isVisible());
        desk.store.reset(test::sample::journey()); // the first project comes
        QTRY_VERIFY(desk.window->panel(QStringLiteral("projects"))->isVisible());
        QVERIFY(!desk.window->findChild<ui::WelcomePage *>()->isVisible());
        QCOMPARE(desk.window->selection().project(), QStringLiteral("url-shortener"));
        QVERIFY(desk.window->windowTitle().startsWith(QStringLiteral("url-shortener")));
    }

    void theWelcomePageOffersWhatWorksOffline()
    {
        Desk desk(test::sample::emptyHome());
        QSignalSpy wishes(&desk.window->selection(), &ui::Selection::newProjectRequested);
        QAbstractButton *offer = nullptr;
        const auto buttons = desk.window->findChild<ui::WelcomePage *>()->findChildren<QAbstractButton *>();
        for (auto *button : buttons) {
            if (button->text() == QLatin1String("Build a URL shortener"))
                offer = button;
        }
        QVERIFY(offer);
        offer->click();
        QCOMPARE(wishes.constFirst().constFirst().toString(), QStringLiteral("Build a URL shortener"));
    }

    void commandsGoThroughTheLink()
    {
        Desk desk(test::sample::journey());
        toolbarAction(*desk.window, QStringLiteral("Pause all"))->trigger();
        QCOMPARE(desk.asked(QStringLiteral("pause")), QStringList { QStringLiteral("{\"project\":\"\"}") });
        toolbarAction(*desk.window, QStringLiteral("Stop workers"))->trigger();
        QCOMPARE(desk.asked(QStringLiteral("workers.stop")).size(), 1);
        toolbarAction(*desk.window, QStringLiteral("Deploy now"))->trigger();
        QCOMPARE(desk.asked(QStringLiteral("deploy")),
                 QStringList { QStringLiteral("{\"project\":\"url-shortener\"}") });
        auto paused = desk.store.snapshot();
        paused.engine.paused = true;
        paused.engine.workersRunning = false;
        desk.store.reset(paused);
        QTRY_VERIFY(toolbarAction(*desk.window, QStringLiteral("Resume all")));
        QVERIFY(toolbarAction(*desk.window, QStringLiteral("Start workers")));
    }

    void aFailedCommandSaysWhatToDo()
    {
        Desk desk(test::sample::journey());
        desk.link->onCommand(QStringLiteral("deploy"), [](const QJsonObject &) -> Result<QJsonObject> {
            return fail(ErrorCode::Unavailable, QStringLiteral("Docker does not answer"),
                        QStringLiteral("Start it and deploy again"));
        });
        toolbarAction(*desk.window, QStringLiteral("Deploy now"))->trigger();
        const auto *bar = desk.window->findChild<ui::MessageBar *>();
        QTRY_VERIFY(bar->isVisible());
        QCOMPARE(bar->text(), QStringLiteral("Docker does not answer. Start it and deploy again"));
    }

    void closingWithoutTheEngineJustLeaves()
    {
        Desk desk(test::sample::journey());
        QSignalSpy quits(desk.window.get(), &ui::MainWindow::quitRequested);
        desk.window->close();
        QTRY_COMPARE(quits.count(), 1);
        QCOMPARE(quits.constFirst().constFirst().toBool(), false);
        QVERIFY(!desk.window->isVisible());
    }

    void closingWithTheEngineAsks_data()
    {
        QTest::addColumn<QString>("button");
        QTest::addColumn<int>("quits");
        QTest::addColumn<bool>("keepRunning");
        QTest::newRow("keep") << QStringLiteral("Keep running in the background") << 1 << true;
        QTest::newRow("stop") << QStringLiteral("Stop and quit") << 1 << false;
        QTest::newRow("cancel") << QStringLiteral("Cancel") << 0 << false;
    }
    void closingWithTheEngineAsks()
    {
        QFETCH(const QString, button);
        QFETCH(const int, quits);
        QFETCH(const bool, keepRunning);
        ui::WindowOptions options;
        options.ownsEngine = true;
        Desk desk(test::sample::journey(), options);
        QSignalSpy spy(desk.window.get(), &ui::MainWindow::quitRequested);
        desk.window->close();
        QCOMPARE(spy.count(), 0);
        QVERIFY(desk.window->isVisible());
        auto *dialog = desk.window->findChild<ui::QuitDialog *>();
        QVERIFY(dialog);
        const auto buttons = dialog->findChildren<QAbstractButton *>();
        for (auto *candidate : buttons) {
            if (candidate->text().remove(QLatin1Char('&')) == button)
                candidate->click();
        }
        QTest::qWait(20);
        QCOMPARE(spy.count(), quits);
        QCOMPARE(desk.window->isVisible(), quits == 0);
        if (quits > 0)
            QCOMPARE(spy.constFirst().constFirst().toBool(), keepRunning);
    }

    void aWindowThatWasLeftCanBeShownAndLeftAgain()
    {
        ui::WindowOptions options;
        options.ownsEngine = true;
        Desk desk(test::sample::journey(), options);
        QSignalSpy spy(desk.window.get(), &ui::MainWindow::quitRequested);
        const auto answer = [&](const QString &text) {
            const auto buttons = desk.window->findChild<ui::QuitDialog *>()->findChildren<QAbstractButton *>();
            for (auto *button : buttons) {
                if (button->text().remove(QLatin1Char('&')) == text)
                    button->click();
            }
        };
        desk.window->close();
        answer(QStringLiteral("Keep running in the background"));
        QTRY_COMPARE(spy.count(), 1);
        QTRY_VERIFY(!desk.window->findChild<ui::QuitDialog *>()); // deleted on close
        desk.window->show(); // as the tray does
        desk.window->close();
        QVERIFY(desk.window->isVisible());
        answer(QStringLiteral("Stop and quit"));
        QTRY_COMPARE(spy.count(), 2);
        QCOMPARE(spy.constLast().constFirst().toBool(), false);
    }

    void anUnknownHomeLooksAsLastTime()
    {
        const QTemporaryDir folder;
        ui::WindowOptions options;
        options.layoutFile = folder.filePath(QStringLiteral("layout.ini"));
        {
            Desk desk({}, options); // nothing known, nothing saved: a first start
            QVERIFY(desk.window->findChild<ui::WelcomePage *>()->isVisible());
            desk.store.reset(test::sample::journey());
            desk.window->close();
        }
        Desk again({}, options);
        QVERIFY(!again.window->findChild<ui::WelcomePage *>()->isVisible());
        QVERIFY(again.window->panel(QStringLiteral("projects"))->isVisible());
    }

    void theLayoutIsKept()
    {
        const QTemporaryDir folder;
        ui::WindowOptions options;
        options.layoutFile = folder.filePath(QStringLiteral("layout.ini"));
        QSize size;
        {
            Desk desk(test::sample::journey(), options);
            desk.window->resize(760, 640); // the offscreen screen is small
            size = desk.window->size();
            desk.window->theme().setMode(ui::AppTheme::Mode::Dark);
            const auto docks = desk.window->findChildren<ui::PanelDock *>();
            for (auto *dock : docks) {
                if (dock->panel()->id() == QLatin1String("ci"))
                    dock->close();
            }
            desk.window->close();
        }
        Desk again(test::sample::journey(), options);
        QCOMPARE(again.window->theme().mode(), ui::AppTheme::Mode::Dark);
        QCOMPARE(again.window->height(), size.height()); // the width depends on the screen
        const auto docks = again.window->findChildren<ui::PanelDock *>();
        for (auto *dock : docks)
            QCOMPARE(dock->isHidden(), dock->panel()->id() == QLatin1String("ci"));
        again.window->showPanel(QStringLiteral("ci"));
        QVERIFY(again.window->panel(QStringLiteral("ci"))->isVisible());
        again.window->theme().setMode(ui::AppTheme::Mode::Light);
    }

    void theLayoutOfAnEmptyHomeIsNotKeptAsNoPanels()
    {
        const QTemporaryDir folder;
        ui::WindowOptions options;
        options.layoutFile = folder.filePath(QStringLiteral("layout.ini"));
        {
            Desk desk(test::sample::emptyHome(), options);
            desk.window->close();
        }
        Desk again(test::sample::journey(), options);
        QTRY_VERIFY(again.window->panel(QStringLiteral("projects"))->isVisible());
        QVERIFY(again.window->panel(QStringLiteral("tasks"))->isVisible());
    }

    void theTranscriptGrowsWithItsRun()
    {
        Desk desk(test::sample::journey());
        int lines = 3;
        desk.link->onQuery(QStringLiteral("transcript"), [&lines](const QJsonObject &arguments) {
            QJsonArray events;
            for (int i = arguments.value(QLatin1String("from")).toInt(); i < lines; ++i)
                events.append(QJsonObject { { QStringLiteral("kind"), QStringLiteral("text") },
                                            { QStringLiteral("text"), QStringLiteral("line %1").arg(i) } });
            return QJsonObject { { QStringLiteral("events"), events },
                                 { QStringLiteral("next"), lines },
                                 { QStringLiteral("done"), false } };
        });
        desk.window->showPanel(QStringLiteral("workers"));
        auto *panel = desk.window->panel(QStringLiteral("workers"));
        auto *list = panel->findChild<QListView *>();
        list->setCurrentIndex(list->model()->index(0, 0));
        const auto *view = panel->findChild<ui::TranscriptView *>();
        QTRY_COMPARE(view->toPlainText(), QStringLiteral("line 0\nline 1\nline 2"));
        lines = 5; // two more, told twice: each appears once
        desk.store.apply({ {},
                           QStringLiteral("transcript"),
                           { { QStringLiteral("run"), QStringLiteral("run-workbench-backend-1") } } });
        desk.store.apply({ {},
                           QStringLiteral("transcript"),
                           { { QStringLiteral("run"), QStringLiteral("run-workbench-backend-1") } } });
        QTRY_COMPARE(view->toPlainText(), QStringLiteral("line 0\nline 1\nline 2\nline 3\nline 4"));
        QTest::qWait(300);
        QCOMPARE(view->toPlainText().count(QLatin1Char('\n')), 4);
        list->setCurrentIndex(list->model()->index(1, 0)); // another worker, from the beginning
        QTRY_VERIFY(view->toPlainText().startsWith(QStringLiteral("line 0")));
    }

    void speaksTheLanguageOfTheLocale()
    {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        {
            const Desk desk(test::sample::journey());
            QCOMPARE(desk.window->panel(QStringLiteral("projects"))->title(), QStringLiteral("Projekte"));
        }
        QLocale::setDefault(QLocale::c());
        const Desk desk(test::sample::journey());
        QCOMPARE(desk.window->panel(QStringLiteral("projects"))->title(), QStringLiteral("Projects"));
        const auto labels = desk.window->statusBar()->findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(
            labels, [](const auto *label) { return label->text() == QLatin1String("3 agents at work"); }));
    }

    void everythingThatCanBePressedHasAName()
    {
        Desk desk(test::sample::journey());
        const auto buttons = desk.window->findChildren<QAbstractButton *>();
        for (const auto *button : buttons) {
            if (button->objectName().startsWith(QLatin1String("qt_")) || button->inherits("QLineEditIconButton")
                || !button->isVisible())
                continue;
            const bool named
                = !button->text().isEmpty() || !button->accessibleName().isEmpty() || !button->toolTip().isEmpty();
            QVERIFY2(named,
                     qPrintable(QString::fromLatin1(button->metaObject()->className()) + QStringLiteral(" in ")
                                + button->parent()->objectName()));
        }
    }

    void quickFindGoesToATask()
    {
        Desk desk(test::sample::journey());
        QSignalSpy wishes(&desk.window->selection(), &ui::Selection::taskRequested);
        auto *find = desk.window->findChild<ui::QuickFind *>();
        find->setFocus();
        QTest::keyClicks(find, QStringLiteral("expire"));
        QTest::keyClick(find, Qt::Key_Return);
        QTRY_COMPARE(wishes.count(), 1);
        QCOMPARE(wishes.constFirst().constFirst().toString(), QStringLiteral("url-shortener:13"));
    }

    void noticesHaveAnUrgency_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QSystemTrayIcon::MessageIcon>("icon");
        QTest::newRow("live") << QStringLiteral("deploy_live") << QSystemTrayIcon::Information;
        QTest::newRow("failed") << QStringLiteral("ci_failed") << QSystemTrayIcon::Critical;
        QTest::newRow("gate") << QStringLiteral("gate") << QSystemTrayIcon::Warning;
        QTest::newRow("limit") << QStringLiteral("usage_limit") << QSystemTrayIcon::Warning;
    }
    void noticesHaveAnUrgency()
    {
        QFETCH(const QString, kind);
        QFETCH(const QSystemTrayIcon::MessageIcon, icon);
        QCOMPARE(ui::TrayNotifier::iconOf(kind), icon);
    }
};

SLIPWAY_TEST(TstMainWindow)
#include "tst_mainwindow.moc"
