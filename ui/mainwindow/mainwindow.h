// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"
#include "ui/mainwindow/windowoptions.h"

#include <QMainWindow>

#include <memory>

class QStackedWidget;
class QTranslator;

namespace slipway::control {
class ControlClient;
}

namespace slipway::ui {

class AppTheme;
class MessageBar;
class NewProjectDialog;
class Panel;
class PanelDock;
class TasksPanel;
class TrayNotifier;
class WindowActions;

/// The desktop control centre. Shows what the store says and sends commands and queries through the client; knows no
/// other part of the engine. Lives in the GUI thread; store and client must outlive it.
class MainWindow final : public QMainWindow {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)
public:
    MainWindow(control::StateStore &store, control::ControlClient &client, WindowOptions options,
               QWidget *parent = nullptr);
    /// The same over any link; for tests and previews.
    MainWindow(control::StateStore &store, std::unique_ptr<EngineLink> link, WindowOptions options,
               QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Selection &selection() { return m_selection; }
    [[nodiscard]] AppTheme &theme() { return *m_theme; }
    /// The panel of that id (projects, tasks, workers, ci, diff, deployments, decisions, log, console); null if there is none.
    [[nodiscard]] Panel *panel(const QString &id) const;
    void showPanel(const QString &id);
    /// Opens the dialog for a new project with the idea filled in.
    NewProjectDialog *openNewProject(const QString &idea);

Q_SIGNALS:
    /// The person wants to leave; the window has closed and the layout is saved. `keepRunning`: the engine goes on
    /// without a window; shown again from the tray it can be left again.
    void quitRequested(bool keepRunning);

protected:
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    enum class Centre { Welcome, Overview, Opening };

    void buildCentre();
    void showCentre(Centre page);
    void askToQuit();
    void buildDocks();
    PanelDock *addPanel(Panel *panel);
    void arrangeDocks();
    void fitDocks();
    /// An empty home shows the welcome page alone; the docks come with the first project.
    void setWelcome(bool welcome);
    void buildMenus();
    void buildToolBar();
    void connectSelection();
    void chooseProject();
    void updateTitle();
    void restoreLayout();
    void saveLayout() const;
    void leave(bool keepRunning);
    void focusSearch();
    [[nodiscard]] PanelDock *dock(const QString &id) const;

    control::StateStore &m_store;
    std::unique_ptr<EngineLink> m_link;
    WindowOptions m_options;
    QTranslator *m_translator; // before every text
    AppTheme *m_theme; // before every widget: it sets style, palette and font
    Selection m_selection;
    CommandRunner m_commands;
    PanelContext m_context;
    WindowActions *m_actions;
    MessageBar *m_messages = nullptr;
    QStackedWidget *m_centre = nullptr;
    QList<PanelDock *> m_docks;
    TasksPanel *m_tasks = nullptr;
    TrayNotifier *m_tray = nullptr;
    QByteArray m_dockState; ///< while the welcome page hides them; also what was saved
    bool m_built = false;
    bool m_welcome = false;
    bool m_left = false;
};

} // namespace slipway::ui
