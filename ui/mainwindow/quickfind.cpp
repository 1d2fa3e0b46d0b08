// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/quickfind.h"

#include "ui/presentation/texts.h"
#include "ui/style/themeicon.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QStandardItemModel>

namespace slipway::ui {

namespace {

constexpr int maximumFound = 30;
constexpr int KeyRole = Qt::UserRole + 1; // `project:7`, or a project's name

} // namespace

QuickFind::QuickFind(const PanelContext &context, QWidget *parent)
    : QLineEdit(parent)
    , m_context(context)
    , m_found(new QStandardItemModel(this))
    , m_completer(new QCompleter(m_found, this))
{
    setPlaceholderText(tr("Find a project or task (Ctrl+K)"));
    setAccessibleName(tr("Find a project or task"));
    setClearButtonEnabled(true);
    addAction(themeIcon(QStringLiteral("search"), Tone::Neutral), LeadingPosition);
    setFixedWidth(290);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(12);
    m_completer->setWidget(this);
    connect(this, &QLineEdit::textEdited, this, &QuickFind::lookUp);
    connect(m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this, &QuickFind::go);
    connect(this, &QLineEdit::returnPressed, this, [this] {
        if (m_found->rowCount() > 0)
            go(m_found->index(0, 0));
    });
}

void QuickFind::lookUp(const QString &text)
{
    m_found->clear();
    const QString wanted = text.trimmed();
    if (wanted.isEmpty()) {
        m_completer->popup()->hide();
        return;
    }
    const auto add = [&](const QString &shown, const QString &key, const QIcon &icon) {
        auto *item = new QStandardItem(icon, shown);
        item->setData(key, KeyRole);
        m_found->appendRow(item);
    };
    const auto &snapshot = m_context.store.snapshot();
    for (const auto &project : snapshot.projects) {
        if (project.name.contains(wanted, Qt::CaseInsensitive) || project.idea.contains(wanted, Qt::CaseInsensitive))
            add(project.name, project.name, themeIcon(QStringLiteral("project-development"), Tone::Accent));
    }
    const QString number = wanted.startsWith(QLatin1Char('#')) ? wanted.mid(1) : QString();
    for (const auto &task : snapshot.tasks) {
        if (m_found->rowCount() >= maximumFound)
            break;
        const bool hit = number.isEmpty()
            ? task.title.contains(wanted, Qt::CaseInsensitive) || task.key.toString() == wanted
            : QString::number(task.key.number) == number;
        if (hit)
            add(QStringLiteral("#%1 %2 – %3").arg(QString::number(task.key.number), task.title, task.key.project),
                task.key.toString(), themeIcon(typeIcon(task.type), labelOf(task).tone));
    }
    if (m_found->rowCount() > 0)
        m_completer->complete();
    else
        m_completer->popup()->hide();
}

void QuickFind::go(const QModelIndex &index)
{
    const QString key = index.data(KeyRole).toString();
    const auto task = domain::TaskKey::fromString(key);
    m_completer->popup()->hide();
    clear();
    if (task.number > 0) {
        m_context.selection.setProject(task.project);
        m_context.selection.showTask(key);
    } else if (!key.isEmpty()) {
        m_context.selection.setProject(key);
    }
}

} // namespace slipway::ui
