// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/taskfiltermodel.h"

#include <compare>

namespace slipway::ui {

namespace {

/// What people look for first: running, then what needs them, then what is next.
int urgency(domain::TaskPhase phase)
{
    using domain::TaskPhase;
    switch (phase) {
    case TaskPhase::Dead:
        return 0;
    case TaskPhase::Running:
        return 1;
    case TaskPhase::InReview:
        return 2;
    case TaskPhase::Ready:
        return 3;
    case TaskPhase::Delayed:
        return 4;
    case TaskPhase::Blocked:
        return 5;
    case TaskPhase::Done:
        return 6;
    case TaskPhase::Cancelled:
        return 7;
    }
    return 8;
}

} // namespace

TaskFilterModel::TaskFilterModel(TaskTableModel &tasks, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_tasks(tasks)
{
    setSourceModel(&tasks);
    setDynamicSortFilter(true);
}

void TaskFilterModel::setProject(const QString &name)
{
    if (m_project == name)
        return;
    m_project = name;
    invalidateRowsFilter();
}

void TaskFilterModel::setType(std::optional<domain::AgentType> type)
{
    if (m_type == type)
        return;
    m_type = type;
    invalidateRowsFilter();
}

void TaskFilterModel::setGroup(Group group)
{
    if (m_group == group)
        return;
    m_group = group;
    invalidateRowsFilter();
}

void TaskFilterModel::setText(const QString &text)
{
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateRowsFilter();
}

const domain::Task &TaskFilterModel::task(const QModelIndex &proxyIndex) const
{
    return m_tasks.task(mapToSource(proxyIndex).row());
}

bool TaskFilterModel::contains(Group group, domain::TaskPhase phase)
{
    using domain::TaskPhase;
    switch (group) {
    case Group::All:
        return true;
    case Group::Open:
        return phase != TaskPhase::Done && phase != TaskPhase::Cancelled;
    case Group::Ready:
        return phase == TaskPhase::Ready;
    case Group::Running:
        return phase == TaskPhase::Running;
    case Group::Waiting:
        return phase == TaskPhase::Blocked || phase == TaskPhase::Delayed;
    case Group::InReview:
        return phase == TaskPhase::InReview;
    case Group::Done:
        return phase == TaskPhase::Done;
    case Group::Attention:
        return phase == TaskPhase::Dead;
    }
    return true;
}

bool TaskFilterModel::filterAcceptsRow(int row, const QModelIndex &) const
{
    const domain::Task &task = m_tasks.task(row);
    if (!m_project.isEmpty() && task.key.project != m_project)
        return false;
    if (m_type && task.type != *m_type)
        return false;
    if (!contains(m_group, task.phase))
        return false;
    return std::ranges::all_of(m_words, [&](const QString &word) {
        return task.title.contains(word, Qt::CaseInsensitive) || task.key.toString().contains(word, Qt::CaseInsensitive)
            || task.leaseOwner.contains(word, Qt::CaseInsensitive) || task.labels.contains(word, Qt::CaseInsensitive);
    });
}

bool TaskFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const domain::Task &a = m_tasks.task(left.row());
    const domain::Task &b = m_tasks.task(right.row());
    const auto byKey = [&] { return a.key < b.key; };
    const auto compare = [&](const auto &x, const auto &y) { return x == y ? byKey() : x < y; };
    switch (left.column()) {
    case TaskTableModel::Title:
        return compare(a.title, b.title);
    case TaskTableModel::Type:
        return compare(int(a.type), int(b.type));
    case TaskTableModel::Phase:
        if (urgency(a.phase) == urgency(b.phase))
            return compare(a.priority, b.priority);
        return urgency(a.phase) < urgency(b.phase);
    case TaskTableModel::Priority:
        return compare(a.priority, b.priority);
    case TaskTableModel::DependsOn:
        return compare(a.dependsOn.size(), b.dependsOn.size());
    case TaskTableModel::Lease:
        return compare(a.leaseOwner, b.leaseOwner);
    case TaskTableModel::Attempts:
        return compare(a.attempts, b.attempts);
    case TaskTableModel::Pull:
        return compare(a.pr, b.pr);
    case TaskTableModel::Cost:
        return compare(a.costUsd, b.costUsd);
    case TaskTableModel::Updated:
        return compare(a.updatedAt, b.updatedAt);
    default:
        return byKey();
    }
}

} // namespace slipway::ui
