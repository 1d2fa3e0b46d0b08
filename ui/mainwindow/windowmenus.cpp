// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/windowmenus.h"

#include "ui/mainwindow/paneldock.h"
#include "ui/mainwindow/windowactions.h"
#include "ui/style/apptheme.h"
#include "ui/style/themeicon.h"

#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>

namespace slipway::ui {

WindowMenus::WindowMenus(QMainWindow &window, WindowActions &actions, AppTheme &theme, const QList<PanelDock *> &docks)
    : QObject(&window)
    , m_window(window)
    , m_theme(theme)
{
    QMenu *project = window.menuBar()->addMenu(tr("&Project"));
    project->addAction(actions.newProject);
    project->addSeparator();
    for (auto *action : { actions.run, actions.deploy, actions.openService })
        project->addAction(action);
    project->addSeparator();
    project->addAction(actions.quit);
    QMenu *work = window.menuBar()->addMenu(tr("&Work"));
    work->addAction(actions.workers);
    work->addAction(actions.pause);
    work->addSeparator();
    work->addAction(actions.dashboard);
    buildView(docks);
    buildHelp();
}

void WindowMenus::buildView(const QList<PanelDock *> &docks)
{
    QMenu *view = m_window.menuBar()->addMenu(tr("&View"));
    int number = 1;
    for (auto *dock : docks) {
        // Showing brings it to the front too; the dock's own toggle would leave it behind other tabs.
        QAction *action = view->addAction(dock->windowIcon(), dock->windowTitle());
        if (number <= 9)
            action->setShortcut(tr("Ctrl+%1").arg(number++));
        connect(action, &QAction::triggered, dock, &PanelDock::bringToFront);
    }
    view->addSeparator();
    QAction *filter = view->addAction(themeIcon(QStringLiteral("view-filter")), tr("&Filter the panel"));
    filter->setShortcut(QKeySequence::Find);
    connect(filter, &QAction::triggered, this, &WindowMenus::filterRequested);
    buildTheme(view->addMenu(tr("&Colours")));
    connect(view->addAction(tr("&Reset the layout")), &QAction::triggered, this, &WindowMenus::layoutResetRequested);
    QAction *full = view->addAction(tr("F&ull screen"));
    full->setShortcut(QKeySequence::FullScreen);
    full->setCheckable(true);
    connect(full, &QAction::triggered, &m_window,
            [this](bool on) { on ? m_window.showFullScreen() : m_window.showNormal(); });
}

void WindowMenus::buildTheme(QMenu *menu)
{
    auto *group = new QActionGroup(menu);
    const struct {
        AppTheme::Mode mode;
        QString text;
    } modes[] = { { AppTheme::Mode::System, tr("As the &desktop") },
                  { AppTheme::Mode::Light, tr("&Light") },
                  { AppTheme::Mode::Dark, tr("D&ark") } };
    for (const auto &entry : modes) {
        QAction *action = menu->addAction(entry.text);
        action->setCheckable(true);
        group->addAction(action);
        connect(action, &QAction::triggered, &m_theme, [this, mode = entry.mode] { m_theme.setMode(mode); });
        connect(menu, &QMenu::aboutToShow, action,
                [this, action, mode = entry.mode] { action->setChecked(m_theme.mode() == mode); });
    }
}

void WindowMenus::buildHelp()
{
    QMenu *help = m_window.menuBar()->addMenu(tr("&Help"));
    connect(help->addAction(tr("&About Slipway")), &QAction::triggered, this, [this] {
        QMessageBox::about(&m_window, tr("About Slipway"),
                           tr("<h3>Slipway %1</h3><p>From one line to a live, tested web service.</p>"
                              "<p>Free software under the GNU General Public License, version 3 or later.</p>")
                               .arg(QStringLiteral(SLIPWAY_VERSION)));
    });
    connect(help->addAction(tr("About &Qt")), &QAction::triggered, this, [this] { QMessageBox::aboutQt(&m_window); });
}

} // namespace slipway::ui
