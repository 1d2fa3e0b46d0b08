// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/sample.h"
#include "ui/dialogs/gatedialog.h"
#include "ui/dialogs/newproject/newprojectdialog.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/quitdialog.h"
#include "ui/panels/console/consolepanel.h"
#include "ui/style/apptheme.h"
#include "ui/widgets/panel.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QListView>
#include <QTest>
#include <QTreeView>

#include <cstdio>

/// Pictures of every face of the desktop in the middle of a journey, light and dark, 1280 × 800:
/// `slipway-screenshots [FOLDER [LOCALE]]` (else SLIPWAY_SCREENSHOTS, else ./screenshots). Fails if a picture cannot be written or
/// is of one colour.

using namespace slipway;

namespace {

class Photographer {
public:
    explicit Photographer(const QString &folder)
        : m_folder(folder)
    {
        QDir().mkpath(folder);
    }

    void take(QWidget &widget, const QString &name)
    {
        QTest::qWait(250); // coalesced updates and answers of the fake engine
        const QImage picture = widget.grab().toImage();
        const QString path = m_folder + QLatin1Char('/') + name + QStringLiteral(".png");
        const bool good = isAlive(picture) && picture.save(path);
        if (!good)
            m_failed = true;
        std::printf("%s %s (%d x %d)\n", good ? "ok  " : "FAIL", qPrintable(path), picture.width(), picture.height());
    }
    [[nodiscard]] bool failed() const { return m_failed; }

private:
    /// More than a plain surface: an empty window must not pass.
    static bool isAlive(const QImage &picture)
    {
        QSet<QRgb> colours;
        for (int y = 0; y < picture.height(); y += 5) {
            for (int x = 0; x < picture.width(); x += 5)
                colours.insert(picture.pixel(x, y));
        }
        return colours.size() > 20;
    }

    QString m_folder;
    bool m_failed = false;
};

void choose(ui::MainWindow &window, const QString &panel, int row)
{
    auto *view = window.panel(panel)->findChild<QAbstractItemView *>();
    view->setCurrentIndex(view->model()->index(row, 0));
}

void photographWindow(Photographer &camera, ui::MainWindow &window, const QString &suffix)
{
    const auto shot = [&](const char *panel, const char *name) {
        window.showPanel(QString::fromLatin1(panel));
        camera.take(window, QString::fromLatin1(name) + suffix);
    };
    window.selection().showTask(QStringLiteral("url-shortener:6"));
    shot("tasks", "journey");
    window.selection().showTask(QStringLiteral("url-shortener:14"));
    shot("tasks", "attention");
    choose(window, QStringLiteral("workers"), 0);
    shot("workers", "workers");
    shot("ci", "ci");
    if (auto *tree = window.panel(QStringLiteral("ci"))->findChild<QTreeView *>()) {
        QTest::qWait(150);
        tree->collapseAll();
        tree->expandRecursively(tree->model()->index(2, 0));
        tree->setCurrentIndex(tree->model()->index(0, 0, tree->model()->index(2, 0)));
    }
    shot("ci", "ci-failure");
    window.selection().showDiff(QStringLiteral("url-shortener:6"));
    shot("diff", "diff");
    shot("deployments", "deployments");
    shot("log", "log");
    auto *console = static_cast<ui::ConsolePanel *>(window.panel(QStringLiteral("console")));
    for (const char *line : { "status", "task retry 14", "gates", "help" }) {
        console->enter(QString::fromLatin1(line));
        QTest::qWait(20);
    }
    shot("console", "console");
}

void photographDialogs(Photographer &camera, control::StateStore &store, ui::MainWindow &window, const QString &suffix)
{
    auto *dialog = window.openNewProject(QStringLiteral("Build a URL shortener"));
    camera.take(*dialog, QStringLiteral("new-project") + suffix);
    dialog->close();
    window.selection().showGate(QStringLiteral("g4"));
    QTest::qWait(50);
    if (auto *gate = window.findChild<ui::GateDialog *>()) {
        camera.take(*gate, QStringLiteral("plan-gate") + suffix);
        gate->close();
        QTest::qWait(50);
    }
    ui::QuitDialog quit(store.snapshot(), &window);
    quit.show();
    camera.take(quit, QStringLiteral("quit") + suffix);
}

void photograph(Photographer &camera, bool dark)
{
    const QString suffix = dark ? QStringLiteral("-dark") : QStringLiteral("-light");
    const auto mode = dark ? ui::AppTheme::Mode::Dark : ui::AppTheme::Mode::Light;
    const auto open = [&](control::StateStore &store) {
        auto link = std::make_unique<test::FakeLink>();
        test::sample::fill(*link);
        ui::WindowOptions options;
        options.ownsEngine = true;
        options.trayIcon = false;
        auto window = std::make_unique<ui::MainWindow>(store, std::move(link), options);
        window->theme().setMode(mode);
        window->resize(1280, 800);
        window->show();
        return window;
    };
    control::StateStore store;
    store.reset(test::sample::journey());
    QElapsedTimer timer;
    timer.start();
    auto window = open(store);
    std::printf("window made and shown in %lld ms\n", timer.elapsed());
    test::sample::playEvents(store);
    QTest::qWait(200);
    photographWindow(camera, *window, suffix);
    photographDialogs(camera, store, *window, suffix);
    window.reset();
    control::StateStore fresh;
    fresh.reset(test::sample::emptyHome());
    window = open(fresh);
    camera.take(*window, QStringLiteral("welcome") + suffix);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    const QStringList arguments = QApplication::arguments();
    QLocale::setDefault(arguments.size() > 2 ? QLocale(arguments.at(2)) : QLocale::c());
    QString folder = arguments.value(1, qEnvironmentVariable("SLIPWAY_SCREENSHOTS"));
    if (folder.isEmpty())
        folder = QStringLiteral("screenshots");
    Photographer camera(folder);
    photograph(camera, false);
    photograph(camera, true);
    return camera.failed() ? 1 : 0;
}
