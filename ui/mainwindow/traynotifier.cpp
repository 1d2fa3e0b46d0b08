// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/traynotifier.h"

#include "ui/mainwindow/windowactions.h"

#include <QIcon>
#include <QMainWindow>
#include <QMenu>

#include <algorithm>

namespace slipway::ui {

TrayNotifier::TrayNotifier(const PanelContext &context, WindowActions &actions, notifications::Digest::Rules rules,
                           QMainWindow *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
    , m_icon(new QSystemTrayIcon(window->windowIcon(), this))
    , m_menu(new QMenu(window))
    , m_digest(std::move(rules))
    , m_update(500, [this] { refresh(); }, this)
{
    connect(m_menu->addAction(tr("&Show Slipway")), &QAction::triggered, this, &TrayNotifier::showWindow);
    m_menu->addSeparator();
    for (auto *action : { actions.newProject, actions.workers, actions.pause, actions.openService })
        m_menu->addAction(action);
    m_menu->addSeparator();
    m_menu->addAction(actions.quit);
    m_icon->setContextMenu(m_menu);
    connect(m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            showWindow();
    });
    connect(m_icon, &QSystemTrayIcon::messageClicked, this, &TrayNotifier::openLast);
    connect(&context.store, &control::StateStore::noticed, &m_digest,
            [this](const QString &kind, const QString &project, const QString &title, const QString &text) {
                m_digest.take({ kind, project, title, text });
            });
    connect(&m_digest, &notifications::Digest::due, this, &TrayNotifier::notify);
    connect(&m_digest, &notifications::Digest::gathered, this, &TrayNotifier::notifyTogether);
    connect(&context.store, &control::StateStore::workerChanged, &m_update, &Coalescer::poke);
    connect(&context.store, &control::StateStore::gatesChanged, &m_update, &Coalescer::poke);
    connect(&context.store, &control::StateStore::snapshotReset, &m_update, &Coalescer::poke);
    refresh();
    m_icon->show();
}

QSystemTrayIcon::MessageIcon TrayNotifier::iconOf(const QString &kind)
{
    switch (notifications::kindOf(kind).urgency) {
    case notifications::Urgency::Failure:
        return QSystemTrayIcon::Critical;
    case notifications::Urgency::Decision:
        return QSystemTrayIcon::Warning;
    case notifications::Urgency::Step:
    case notifications::Urgency::Result:
        break;
    }
    return QSystemTrayIcon::Information;
}

void TrayNotifier::notify(const notifications::Notice &notice)
{
    const auto icon = iconOf(notice.kind);
    // While the person looks at the window they see it there.
    if (m_window->isActiveWindow() && icon == QSystemTrayIcon::Information)
        return;
    m_lastKind = notice.kind;
    m_lastProject = notice.project;
    m_icon->showMessage(notice.project.isEmpty() ? notice.title : tr("%1: %2").arg(notice.project, notice.title),
                        notice.text, icon);
}

void TrayNotifier::notifyTogether(const QList<notifications::Notice> &notices)
{
    if (notices.size() == 1) {
        notify(notices.first());
        return;
    }
    if (m_window->isActiveWindow())
        return;
    constexpr qsizetype mostLines = 4;
    QStringList lines;
    for (const auto &notice : notices.mid(std::max<qsizetype>(0, notices.size() - mostLines)))
        lines.append(notice.project.isEmpty() ? notice.title : tr("%1: %2").arg(notice.project, notice.title));
    m_lastKind.clear();
    m_lastProject = notices.last().project;
    m_icon->showMessage(tr("%n notice(s)", nullptr, int(notices.size())), lines.join(QLatin1Char('\n')),
                        QSystemTrayIcon::Information);
}

void TrayNotifier::openLast()
{
    showWindow();
    if (!m_lastProject.isEmpty())
        m_context.selection.setProject(m_lastProject);
    const struct {
        const char *word;
        const char *panel;
    } targets[] = { { "gate", "decisions" },
                    { "deploy", "deployments" },
                    { "ci", "ci" },
                    { "attention", "tasks" },
                    { "stall", "workers" } };
    for (const auto &target : targets) {
        if (m_lastKind.contains(QLatin1String(target.word))) {
            m_context.selection.showPanel(QString::fromLatin1(target.panel));
            return;
        }
    }
}

void TrayNotifier::showWindow()
{
    m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

void TrayNotifier::refresh()
{
    const auto &snapshot = m_context.store.snapshot();
    const auto busy = int(std::ranges::count(snapshot.workers, QLatin1String("busy"), &domain::WorkerView::state));
    QString tip = tr("Slipway") + QLatin1Char('\n') + tr("%n agent(s) at work", nullptr, busy);
    if (!snapshot.gates.isEmpty())
        tip += QLatin1Char('\n') + tr("%n decision(s) wait for you", nullptr, int(snapshot.gates.size()));
    m_icon->setToolTip(tip);
}

} // namespace slipway::ui
