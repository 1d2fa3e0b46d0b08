// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/mainwindow.h"

#include "ui/dialogs/newproject/newprojectdialog.h"
#include "ui/engine/controllink.h"
#include "ui/mainwindow/enginebar.h"
#include "ui/mainwindow/paneldock.h"
#include "ui/mainwindow/quickfind.h"
#include "ui/mainwindow/quitdialog.h"
#include "ui/mainwindow/traynotifier.h"
#include "ui/mainwindow/windowactions.h"
#include "ui/mainwindow/windowmenus.h"
#include "ui/panels/ci/cipanel.h"
#include "ui/panels/console/consolepanel.h"
#include "ui/panels/decisions/decisionspanel.h"
#include "ui/panels/deployments/deploymentspanel.h"
#include "ui/panels/diff/diffpanel.h"
#include "ui/panels/log/logpanel.h"
#include "ui/panels/overview/overviewpage.h"
#include "ui/panels/projects/projectspanel.h"
#include "ui/panels/tasks/taskspanel.h"
#include "ui/panels/welcome/welcomepage.h"
#include "ui/panels/workers/workerspanel.h"
#include "ui/presentation/translations.h"
#include "ui/style/apptheme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/messagebar.h"

#include <QCloseEvent>
#include <QIcon>
#include <QSettings>
#include <QStackedWidget>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>

namespace slipway::ui {

namespace {

constexpr int layoutVersion = 1; ///< raised when a panel is added or moved, so that an old layout is not forced on it

} // namespace

MainWindow::MainWindow(control::StateStore &store, control::ControlClient &client, WindowOptions options,
                       QWidget *parent)
    : MainWindow(store, std::make_unique<ControlLink>(client), std::move(options), parent)
{
}

MainWindow::MainWindow(control::StateStore &store, std::unique_ptr<EngineLink> link, WindowOptions options,
                       QWidget *parent)
    : QMainWindow(parent)
    , m_store(store)
    , m_link(std::move(link))
    , m_options(std::move(options))
    , m_translator(installTranslations(this))
    , m_theme(new AppTheme(this))
    , m_commands(*m_link)
    , m_context { m_store, *m_link, m_commands, m_selection }
    , m_actions(new WindowActions(m_context, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(QIcon(QStringLiteral(":/slipway/icons/slipway.svg")));
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks | GroupedDragging);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setDocumentMode(true);
    resize(1280, 800);
    chooseProject();
    buildCentre();
    buildDocks();
    buildToolBar();
    buildMenus();
    setStatusBar(new EngineBar(m_context, m_actions->pause));
    if (m_options.trayIcon)
        m_tray = new TrayNotifier(m_context, *m_actions, m_options.noticeRules, this);
    connectSelection();
    restoreLayout();
    m_built = true;
    chooseProject();
    updateTitle();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_messages = new MessageBar;
    m_centre = new QStackedWidget;
    m_centre->addWidget(new WelcomePage(m_context));
    m_centre->addWidget(new OverviewPage(m_context));
    m_centre->addWidget(new EmptyState(QStringLiteral("view-refresh"), tr("Opening…"),
                                       tr("Waiting for Redis and the engine of this home.")));
    layout->addWidget(m_messages);
    layout->addWidget(m_centre, 1);
    setCentralWidget(page);
    connect(&m_commands, &CommandRunner::failed, m_messages, &MessageBar::showError);
    connect(&m_commands, &CommandRunner::succeeded, this,
            [this](const QString &text) { statusBar()->showMessage(text, 6000); });
}

PanelDock *MainWindow::addPanel(Panel *panel)
{
    auto *dock = new PanelDock(panel, this);
    m_docks.append(dock);
    return dock;
}

void MainWindow::buildDocks()
{
    addPanel(new ProjectsPanel(m_context));
    addPanel(new DecisionsPanel(m_context));
    m_tasks = new TasksPanel(m_context);
    addPanel(m_tasks);
    auto *workers = new WorkersPanel(m_context);
    addPanel(workers);
    addPanel(new CiPanel(m_context));
    auto *diff = new DiffPanel(m_context);
    addPanel(diff);
    addPanel(new DeploymentsPanel(m_context));
    addPanel(new LogPanel(m_context));
    addPanel(new ConsolePanel(m_context));
    arrangeDocks();
    connect(&m_selection, &Selection::taskRequested, this, [this](const QString &task) {
        showPanel(QStringLiteral("tasks"));
        m_tasks->selectTask(task);
    });
    connect(&m_selection, &Selection::transcriptRequested, this, [this, workers](const QString &task) {
        showPanel(QStringLiteral("workers"));
        workers->showTask(task);
    });
    connect(&m_selection, &Selection::diffRequested, this, [this, diff](const QString &task) {
        showPanel(QStringLiteral("diff"));
        diff->showTask(task);
    });
}

void MainWindow::arrangeDocks()
{
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    PanelDock *first = nullptr;
    for (auto *dock : std::as_const(m_docks)) {
        const QString &id = dock->panel()->id();
        dock->setFloating(false);
        dock->show();
        if (id == QLatin1String("projects") || id == QLatin1String("decisions")) {
            addDockWidget(Qt::LeftDockWidgetArea, dock, Qt::Vertical);
        } else if (!first) {
            addDockWidget(Qt::BottomDockWidgetArea, dock);
            first = dock;
        } else {
            tabifyDockWidget(first, dock);
        }
    }
    first->raise();
    m_dockState.clear();
    fitDocks();
    for (auto *dock : std::as_const(m_docks))
        dock->updateTitle();
}

void MainWindow::fitDocks()
{
    auto *projects = dock(QStringLiteral("projects"));
    auto *decisions = dock(QStringLiteral("decisions"));
    resizeDocks({ projects, decisions }, { 300, 300 }, Qt::Horizontal);
    resizeDocks({ projects, decisions }, { 430, 270 }, Qt::Vertical);
    // More than there is: the overview keeps what it needs, the panels get the rest.
    resizeDocks({ dock(m_tasks->id()) }, { 2 * height() }, Qt::Vertical);
}

void MainWindow::setWelcome(bool welcome)
{
    if (m_welcome == welcome)
        return;
    m_welcome = welcome;
    if (welcome) {
        if (isVisible()) // before that there are no sizes worth keeping
            m_dockState = saveState(layoutVersion);
        for (auto *dock : std::as_const(m_docks))
            dock->hide();
    } else if (m_dockState.isEmpty() || !restoreState(m_dockState, layoutVersion)) {
        arrangeDocks();
    }
    for (auto *dock : std::as_const(m_docks))
        dock->updateTitle();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    m_left = false; // shown again from the tray: it can be left again
    if (m_dockState.isEmpty() && !m_welcome) // nothing was saved; sizes hold only once the window has its own
        QTimer::singleShot(0, this, &MainWindow::fitDocks);
}

void MainWindow::buildToolBar()
{
    auto *bar = addToolBar(tr("Main"));
    bar->setObjectName(QStringLiteral("mainToolBar"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addAction(m_actions->newProject);
    bar->addSeparator();
    bar->addAction(m_actions->workers);
    bar->addAction(m_actions->pause);
    bar->addSeparator();
    bar->addAction(m_actions->run);
    bar->addAction(m_actions->deploy);
    auto *space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    auto *find = new QuickFind(m_context);
    bar->addWidget(find);
    auto *focus = new QAction(tr("Find a project or a task"), this);
    focus->setShortcut(tr("Ctrl+K"));
    connect(focus, &QAction::triggered, find, [find] {
        find->setFocus(Qt::ShortcutFocusReason);
        find->selectAll();
    });
    addAction(focus);
}

void MainWindow::buildMenus()
{
    auto *menus = new WindowMenus(*this, *m_actions, *m_theme, m_docks);
    connect(menus, &WindowMenus::layoutResetRequested, this, &MainWindow::arrangeDocks);
    connect(menus, &WindowMenus::filterRequested, this, &MainWindow::focusSearch);
    connect(m_actions->quit, &QAction::triggered, this, &MainWindow::askToQuit);
}

void MainWindow::connectSelection()
{
    connect(&m_store, &control::StateStore::snapshotReset, this, &MainWindow::chooseProject);
    connect(&m_store, &control::StateStore::projectChanged, this, &MainWindow::chooseProject);
    connect(&m_selection, &Selection::projectChanged, this, &MainWindow::updateTitle);
    connect(&m_selection, &Selection::panelRequested, this, &MainWindow::showPanel);
    connect(&m_selection, &Selection::newProjectRequested, this, &MainWindow::openNewProject);
    connect(&m_selection, &Selection::gateRequested, this, [this] { showPanel(QStringLiteral("decisions")); });
}

void MainWindow::chooseProject()
{
    const auto &snapshot = m_store.snapshot();
    const auto known = [&](const QString &name) {
        return std::ranges::find(snapshot.projects, name, &domain::ProjectView::name) != snapshot.projects.end();
    };
    if (!known(m_selection.project())) {
        const bool active = known(snapshot.activeProject);
        m_selection.setProject(active                            ? snapshot.activeProject
                                   : snapshot.projects.isEmpty() ? QString()
                                                                 : snapshot.projects.constLast().name);
    }
    if (!m_built)
        return;
    // Before the first answer of Redis nobody knows whether this home is empty; what it looked like last time decides.
    const bool unknown = snapshot.lastEvent.isEmpty() && snapshot.engine.mode.isEmpty();
    const bool empty = snapshot.projects.isEmpty();
    showCentre(!empty ? Centre::Overview : unknown && !m_dockState.isEmpty() ? Centre::Opening : Centre::Welcome);
}

void MainWindow::showCentre(Centre page)
{
    m_centre->setCurrentIndex(int(page));
    for (int i = 0; i < m_centre->count(); ++i) { // a page that is hidden must not make the window large
        const auto policy = i == int(page) ? QSizePolicy::Preferred : QSizePolicy::Ignored;
        m_centre->widget(i)->setSizePolicy(policy, policy);
    }
    setWelcome(page == Centre::Welcome);
}

void MainWindow::updateTitle()
{
    QString title = m_selection.project().isEmpty() ? tr("Slipway") : tr("%1 – Slipway").arg(m_selection.project());
    if (!m_options.homeTitle.isEmpty())
        title += QStringLiteral(" (%1)").arg(m_options.homeTitle);
    setWindowTitle(title);
}

PanelDock *MainWindow::dock(const QString &id) const
{
    const auto it = std::ranges::find_if(m_docks, [&](const auto *dock) { return dock->panel()->id() == id; });
    return it == m_docks.end() ? nullptr : *it;
}

Panel *MainWindow::panel(const QString &id) const
{
    const auto *found = dock(id);
    return found ? found->panel() : nullptr;
}

void MainWindow::showPanel(const QString &id)
{
    if (auto *found = dock(id))
        found->bringToFront();
}

void MainWindow::focusSearch()
{
    for (QWidget *widget = focusWidget(); widget; widget = widget->parentWidget()) {
        const auto *panel = qobject_cast<Panel *>(widget);
        if (panel && panel->searchField()) {
            panel->searchField()->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    }
    showPanel(m_tasks->id());
    m_tasks->searchField()->setFocus(Qt::ShortcutFocusReason);
}

NewProjectDialog *MainWindow::openNewProject(const QString &idea)
{
    auto *dialog = new NewProjectDialog(m_context, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setIdea(idea);
    dialog->show();
    return dialog;
}

void MainWindow::restoreLayout()
{
    if (m_options.layoutFile.isEmpty())
        return;
    const QSettings settings(m_options.layoutFile, QSettings::IniFormat);
    m_theme->setMode(AppTheme::modeFromString(settings.value(QLatin1String("window/theme")).toString()));
    restoreGeometry(settings.value(QLatin1String("window/geometry")).toByteArray());
    const QByteArray state = settings.value(QLatin1String("window/state")).toByteArray();
    if (restoreState(state, layoutVersion))
        m_dockState = state;
    for (auto *dock : m_docks) {
        dock->panel()->restoreLayout(settings.value(QLatin1String("panels/") + dock->panel()->id()).toByteArray());
        dock->updateTitle();
    }
}

void MainWindow::saveLayout() const
{
    if (m_options.layoutFile.isEmpty())
        return;
    QSettings settings(m_options.layoutFile, QSettings::IniFormat);
    settings.setValue(QLatin1String("window/theme"), AppTheme::toString(m_theme->mode()));
    settings.setValue(QLatin1String("window/geometry"), saveGeometry());
    settings.setValue(QLatin1String("window/state"), m_welcome ? m_dockState : saveState(layoutVersion));
    for (const auto *dock : m_docks)
        settings.setValue(QLatin1String("panels/") + dock->panel()->id(), dock->panel()->layoutState());
}

void MainWindow::askToQuit()
{
    if (!isVisible()) { // from the tray: the question needs its window
        show();
        raise();
    }
    close();
}

void MainWindow::leave(bool keepRunning)
{
    if (std::exchange(m_left, true))
        return;
    saveLayout();
    // Later: whoever hears it may delete the window, which is in the middle of closing.
    QMetaObject::invokeMethod(this, [this, keepRunning] { Q_EMIT quitRequested(keepRunning); }, Qt::QueuedConnection);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_options.ownsEngine)
        leave(false);
    event->setAccepted(m_left);
    if (m_left)
        return;
    if (findChild<QuitDialog *>())
        return;
    auto *dialog = new QuitDialog(m_store.snapshot(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto decide = [this](bool keepRunning) {
        leave(keepRunning);
        close();
    };
    connect(dialog, &QuitDialog::keepRunningChosen, this, [decide] { decide(true); });
    connect(dialog, &QuitDialog::stopChosen, this, [decide] { decide(false); });
    dialog->open();
}

} // namespace slipway::ui
