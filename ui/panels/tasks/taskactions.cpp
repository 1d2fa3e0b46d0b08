// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tasks/taskactions.h"

#include "ui/dialogs/question.h"
#include "ui/style/themeicon.h"

#include <QDesktopServices>
#include <QMenu>
#include <QUrl>

#include <algorithm>

namespace slipway::ui {

using domain::TaskPhase;

TaskActions::TaskActions(const PanelContext &context, QWidget *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
{
}

bool TaskActions::canRetry(const domain::Task &task)
{
    return task.phase == TaskPhase::Dead || task.phase == TaskPhase::Cancelled || task.phase == TaskPhase::Delayed;
}

bool TaskActions::canRelease(const domain::Task &task)
{
    return task.phase == TaskPhase::Running;
}

bool TaskActions::canCancel(const domain::Task &task)
{
    return task.phase != TaskPhase::Done && task.phase != TaskPhase::Cancelled;
}

void TaskActions::fill(QMenu *menu, const QList<domain::Task> &tasks)
{
    if (tasks.isEmpty())
        return;
    const auto add = [&](QMenu *to, const QString &icon, const QString &text, bool enabled, auto action) {
        QAction *item = to->addAction(themeIcon(icon), text);
        item->setEnabled(enabled);
        connect(item, &QAction::triggered, this, [action] { action(); });
    };
    const auto any = [&](auto condition) { return std::ranges::any_of(tasks, condition); };
    const domain::Task first = tasks.constFirst();
    const QString key = first.key.toString();
    const bool single = tasks.size() == 1;
    add(menu, QStringLiteral("vcs-diff"), tr("Show the diff"), single,
        [this, key] { m_context.selection.showDiff(key); });
    add(menu, QStringLiteral("story-editor"), tr("Show the transcript"), single,
        [this, key] { m_context.selection.showTranscript(key); });
    add(menu, QStringLiteral("globe"), tr("Open the issue's page"),
        single && first.url.startsWith(QLatin1String("http")), [first] { openPage(first); });
    menu->addSeparator();
    add(menu, QStringLiteral("view-refresh"), tr("Retry"), any(canRetry), [this, tasks] { retry(tasks); });
    add(menu, QStringLiteral("unlock"), tr("Release the lease"), any(canRelease), [this, tasks] { release(tasks); });
    QMenu *priorities = menu->addMenu(themeIcon(QStringLiteral("flag")), tr("Priority"));
    for (int priority = 0; priority <= 9; ++priority) {
        const QString text = priority == 0 ? tr("0 – first")
            : priority == 5                ? tr("5 – usual")
            : priority == 9                ? tr("9 – last")
                                           : QString::number(priority);
        QAction *item = priorities->addAction(text);
        item->setCheckable(true);
        item->setChecked(single && first.priority == priority);
        connect(item, &QAction::triggered, this, [this, tasks, priority] { prioritise(tasks, priority); });
    }
    add(menu, QStringLiteral("mail-message-new"), tr("Send a message to the agent…"), true,
        [this, tasks] { message(tasks); });
    menu->addSeparator();
    add(menu, QStringLiteral("dialog-cancel"), tr("Cancel…"), any(canCancel), [this, tasks] { cancel(tasks); });
}

void TaskActions::each(const QString &verb, const QList<domain::Task> &tasks, const QJsonObject &more,
                       const QString &done)
{
    for (const auto &task : tasks) {
        QJsonObject arguments = more;
        arguments.insert(QStringLiteral("task"), task.key.toString());
        m_context.commands.run(verb, arguments, done.arg(task.key.number));
    }
}

void TaskActions::retry(const QList<domain::Task> &tasks)
{
    QList<domain::Task> fitting = tasks;
    fitting.removeIf([](const auto &task) { return !canRetry(task); });
    each(QStringLiteral("task.retry"), fitting, {}, tr("#%1 is queued again"));
}

void TaskActions::release(const QList<domain::Task> &tasks)
{
    QList<domain::Task> fitting = tasks;
    fitting.removeIf([](const auto &task) { return !canRelease(task); });
    each(QStringLiteral("task.release"), fitting, {}, tr("#%1 is free for another worker"));
}

void TaskActions::prioritise(const QList<domain::Task> &tasks, int priority)
{
    each(QStringLiteral("task.prioritise"), tasks, { { QStringLiteral("priority"), priority } },
         tr("#%1 has a new priority"));
}

void TaskActions::cancel(const QList<domain::Task> &tasks)
{
    QList<domain::Task> fitting = tasks;
    fitting.removeIf([](const auto &task) { return !canCancel(task); });
    if (fitting.isEmpty())
        return;
    ask(m_window,
        { tr("Cancel %n task(s)?", nullptr, int(fitting.size())),
          tr("A running agent is stopped; what it has not handed in is kept on a rescue branch. Tasks that depend on "
             "it stay blocked."),
          tr("Cancel the task(s)", nullptr, int(fitting.size())), true },
        this, [this, fitting] { each(QStringLiteral("task.cancel"), fitting, {}, tr("#%1 is cancelled")); });
}

void TaskActions::message(const QList<domain::Task> &tasks)
{
    askText(m_window, tr("Message to the agent"), tr("The agent reads it at its next turn, or when it starts."),
            tr("Send"), this, [this, tasks](const QString &text) {
                each(QStringLiteral("task.message"), tasks, { { QStringLiteral("text"), text } },
                     tr("Message sent to #%1"));
            });
}

void TaskActions::openPage(const domain::Task &task)
{
    const QUrl url(task.url, QUrl::StrictMode);
    if (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https"))
        QDesktopServices::openUrl(url);
}

} // namespace slipway::ui
