// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tasktablemodel.h"

#include "ui/presentation/texts.h"
#include "ui/style/themeicon.h"

#include <algorithm>

namespace slipway::ui {

QString numbersText(const QList<int> &numbers)
{
    QStringList texts;
    for (const int number : numbers)
        texts.append(QLatin1Char('#') + QString::number(number));
    return texts.join(QStringLiteral(", "));
}

QString leaseText(const domain::Task &task, const QString &host)
{
    if (task.leaseOwner.isEmpty())
        return {};
    const QString prefix = host + QLatin1Char('-');
    const bool here = !host.isEmpty() && task.leaseOwner.startsWith(prefix);
    const QString owner = here ? task.leaseOwner.mid(prefix.size()) : task.leaseOwner;
    const QString age = ageText(task.assignedAt);
    return age.isEmpty() ? owner : owner + QStringLiteral(" · ") + age;
}

TaskTableModel::TaskTableModel(const control::StateStore &store, QObject *parent)
    : QAbstractTableModel(parent)
    , m_store(store)
    , m_update(60, [this] { applyDirty(); }, this)
{
    for (const auto type : domain::allAgentTypes())
        m_typeIcons.append(themeIcon(typeIcon(type), Tone::Neutral));
    connect(&store, &control::StateStore::snapshotReset, this, &TaskTableModel::reload);
    connect(&store, &control::StateStore::taskChanged, this, [this](const QString &key) {
        m_dirty.insert(key);
        m_update.poke();
    });
    connect(&store, &control::StateStore::projectChanged, this, [this](const QString &name) {
        const auto &projects = m_store.snapshot().projects;
        if (std::ranges::find(projects, name, &domain::ProjectView::name) == projects.end())
            reload(); // a project was removed, and its tasks with it
    });
    reload();
}

int TaskTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_tasks.size());
}

int TaskTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString TaskTableModel::display(const domain::Task &task, int column) const
{
    switch (column) {
    case Number:
        return QLatin1Char('#') + QString::number(task.key.number);
    case Project:
        return task.key.project;
    case Title:
        return task.kind == QLatin1String("review") ? tr("Review: %1").arg(task.title) : task.title;
    case Type: // an icon; the queues above the table explain it
        return {};
    case Phase:
        return labelOf(task).text;
    case Priority:
        return QString::number(task.priority);
    case DependsOn:
        return numbersText(task.dependsOn);
    case Lease:
        return leaseText(task, m_store.snapshot().engine.host);
    case Attempts:
        return task.attempts > 0 ? tr("%1 of %2").arg(task.attempts).arg(task.maxAttempts) : QString();
    case Pull:
        return task.pr > 0 ? QLatin1Char('#') + QString::number(task.pr) : QString();
    case Cost:
        return task.costUsd > 0 ? moneyText(task.costUsd) : QString();
    case Updated:
        return ageText(task.updatedAt);
    default:
        return {};
    }
}

QVariant TaskTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const domain::Task &task = m_tasks.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(task, index.column());
    case Qt::DecorationRole:
        return index.column() == Type ? QVariant(m_typeIcons.at(int(task.type))) : QVariant();
    case Qt::AccessibleTextRole:
        return index.column() == Type ? typeText(task.type) : display(task, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Type)
            return typeText(task.type);
        if (index.column() == Phase && !task.failureDetail.isEmpty())
            return task.failureDetail;
        if (index.column() == Updated)
            return task.updatedAt.toLocalTime();
        return index.column() == Title ? task.title : QVariant();
    case Qt::TextAlignmentRole:
        if (index.column() == Number || index.column() == Priority || index.column() == Cost)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant TaskTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Number || section == Priority || section == Cost ? Qt::AlignRight : Qt::AlignLeft)
                   | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (section) {
    case Number:
        return tr("No.");
    case Project:
        return tr("Project");
    case Title:
        return tr("Title");
    case Type:
        return role == Qt::ToolTipRole ? tr("Type") : QString();
    case Phase:
        return tr("State");
    case Priority:
        return tr("Prio");
    case DependsOn:
        return tr("Needs");
    case Lease:
        return tr("Worker");
    case Attempts:
        return tr("Attempts");
    case Pull:
        return tr("PR");
    case Cost:
        return tr("Cost");
    case Updated:
        return tr("Changed");
    default:
        return {};
    }
}

QModelIndex TaskTableModel::indexOf(const QString &key) const
{
    const auto row = m_rows.constFind(key);
    return row == m_rows.constEnd() ? QModelIndex() : index(*row, 0);
}

void TaskTableModel::refreshAges()
{
    if (m_tasks.isEmpty())
        return;
    const int last = int(m_tasks.size()) - 1;
    Q_EMIT dataChanged(index(0, Lease), index(last, Updated), { Qt::DisplayRole });
}

void TaskTableModel::reload()
{
    beginResetModel();
    m_dirty.clear();
    m_tasks = m_store.snapshot().tasks.values();
    m_rows.clear();
    m_rows.reserve(m_tasks.size());
    for (int row = 0; row < m_tasks.size(); ++row)
        m_rows.insert(m_tasks.at(row).key.toString(), row);
    endResetModel();
}

void TaskTableModel::applyDirty()
{
    const auto &tasks = m_store.snapshot().tasks;
    QList<int> changed;
    QList<domain::Task> fresh;
    QStringList gone;
    for (const QString &key : std::exchange(m_dirty, {})) {
        const auto task = tasks.constFind(key);
        const auto row = m_rows.constFind(key);
        if (task == tasks.constEnd()) {
            gone.append(key);
        } else if (row == m_rows.constEnd()) {
            fresh.append(*task);
        } else {
            m_tasks[*row] = *task;
            changed.append(*row);
        }
    }
    updateRows(std::move(changed));
    removeGone(gone);
    append(fresh);
}

void TaskTableModel::removeGone(const QStringList &keys)
{
    QList<int> rows;
    for (const QString &key : keys) {
        if (const auto row = m_rows.constFind(key); row != m_rows.constEnd())
            rows.append(*row);
    }
    if (rows.isEmpty())
        return;
    std::ranges::sort(rows, std::greater());
    for (const int row : std::as_const(rows)) {
        beginRemoveRows({}, row, row);
        m_tasks.removeAt(row);
        endRemoveRows();
    }
    m_rows.clear();
    for (int row = 0; row < m_tasks.size(); ++row)
        m_rows.insert(m_tasks.at(row).key.toString(), row);
}

void TaskTableModel::append(const QList<domain::Task> &tasks)
{
    if (tasks.isEmpty())
        return;
    const int first = int(m_tasks.size());
    beginInsertRows({}, first, first + int(tasks.size()) - 1);
    for (const auto &task : tasks) {
        m_rows.insert(task.key.toString(), int(m_tasks.size()));
        m_tasks.append(task);
    }
    endInsertRows();
}

void TaskTableModel::updateRows(QList<int> rows)
{
    std::ranges::sort(rows);
    for (qsizetype i = 0; i < rows.size();) {
        qsizetype end = i;
        while (end + 1 < rows.size() && rows.at(end + 1) == rows.at(end) + 1)
            ++end;
        Q_EMIT dataChanged(index(rows.at(i), 0), index(rows.at(end), ColumnCount - 1));
        i = end + 1;
    }
}

} // namespace slipway::ui
