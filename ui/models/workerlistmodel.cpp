// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/workerlistmodel.h"

#include "ui/presentation/texts.h"

#include <algorithm>

namespace slipway::ui {

WorkerListModel::WorkerListModel(const control::StateStore &store, QObject *parent)
    : QAbstractListModel(parent)
    , m_store(store)
    , m_update(100, [this] { refresh(); }, this)
{
    connect(&store, &control::StateStore::snapshotReset, this, &WorkerListModel::refresh);
    connect(&store, &control::StateStore::workerChanged, &m_update, &Coalescer::poke);
    refresh();
}

int WorkerListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_workers.size());
}

QVariant WorkerListModel::data(const QModelIndex &index, int role) const
{
    const auto *worker = at(index);
    if (!worker)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return worker->id;
    case Qt::ToolTipRole:
        return worker->activity.isEmpty() ? worker->id : worker->id + QLatin1Char('\n') + worker->activity;
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3").arg(worker->id, workerLabel(worker->state).text, taskTitle(*worker));
    default:
        return {};
    }
}

const domain::WorkerView *WorkerListModel::at(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_workers.size() ? &m_workers.at(index.row()) : nullptr;
}

QModelIndex WorkerListModel::indexOf(const QString &id) const
{
    const auto it = std::ranges::find(m_workers, id, &domain::WorkerView::id);
    return it == m_workers.end() ? QModelIndex() : index(int(it - m_workers.begin()));
}

QString WorkerListModel::taskTitle(const domain::WorkerView &worker) const
{
    const auto task = m_store.snapshot().tasks.constFind(worker.task);
    if (task == m_store.snapshot().tasks.constEnd())
        return worker.task;
    return QStringLiteral("#%1 %2").arg(QString::number(task->key.number), task->title);
}

void WorkerListModel::refresh()
{
    QList<domain::WorkerView> now = m_store.snapshot().workers;
    std::ranges::sort(now, {}, &domain::WorkerView::id);
    if (std::ranges::equal(now, m_workers, {}, &domain::WorkerView::id, &domain::WorkerView::id)) {
        m_workers = std::move(now);
        if (!m_workers.isEmpty())
            Q_EMIT dataChanged(index(0), index(int(m_workers.size()) - 1));
        return;
    }
    beginResetModel();
    m_workers = std::move(now);
    endResetModel();
}

} // namespace slipway::ui
