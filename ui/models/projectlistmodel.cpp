// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/projectlistmodel.h"

#include "ui/presentation/texts.h"

#include <algorithm>

namespace slipway::ui {

ProjectListModel::ProjectListModel(const control::StateStore &store, QObject *parent)
    : QAbstractListModel(parent)
    , m_store(store)
    , m_update(50, [this] { refresh(); }, this)
{
    connect(&store, &control::StateStore::snapshotReset, this, &ProjectListModel::refresh);
    connect(&store, &control::StateStore::projectChanged, &m_update, &Coalescer::poke);
    connect(&store, &control::StateStore::engineChanged, &m_update, &Coalescer::poke);
    refresh();
}

int ProjectListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_projects.size());
}

QVariant ProjectListModel::data(const QModelIndex &index, int role) const
{
    const auto *project = at(index);
    if (!project)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return project->name;
    case Qt::ToolTipRole:
        return project->detail.isEmpty() ? project->idea : project->idea + QLatin1Char('\n') + project->detail;
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3 of %4 issues closed")
            .arg(project->name, projectLabel(project->state, project->stage).text)
            .arg(project->issues.closed)
            .arg(project->issues.total());
    case ActiveRole:
        return project->name == m_active;
    default:
        return {};
    }
}

const domain::ProjectView *ProjectListModel::at(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_projects.size() ? &m_projects.at(index.row()) : nullptr;
}

QModelIndex ProjectListModel::indexOf(const QString &name) const
{
    const auto it = std::ranges::find(m_projects, name, &domain::ProjectView::name);
    return it == m_projects.end() ? QModelIndex() : index(int(it - m_projects.begin()));
}

void ProjectListModel::refresh()
{
    QList<domain::ProjectView> now = m_store.snapshot().projects;
    std::ranges::reverse(now);
    m_active = m_store.snapshot().activeProject;
    const bool sameRows
        = std::ranges::equal(now, m_projects, {}, &domain::ProjectView::name, &domain::ProjectView::name);
    if (sameRows) {
        m_projects = std::move(now);
        if (!m_projects.isEmpty())
            Q_EMIT dataChanged(index(0), index(int(m_projects.size()) - 1));
        return;
    }
    beginResetModel();
    m_projects = std::move(now);
    endResetModel();
}

} // namespace slipway::ui
