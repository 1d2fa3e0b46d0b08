// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/gatelistmodel.h"

#include "ui/presentation/texts.h"

#include <algorithm>

namespace slipway::ui {

GateListModel::GateListModel(const control::StateStore &store, QObject *parent)
    : QAbstractListModel(parent)
    , m_store(store)
{
    connect(&store, &control::StateStore::snapshotReset, this, &GateListModel::refresh);
    connect(&store, &control::StateStore::gatesChanged, this, &GateListModel::refresh);
    refresh();
}

int GateListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_gates.size());
}

QVariant GateListModel::data(const QModelIndex &index, int role) const
{
    const auto *gate = at(index);
    if (!gate)
        return {};
    if (role == Qt::DisplayRole)
        return gate->title;
    if (role == Qt::ToolTipRole)
        return gate->detail;
    if (role == Qt::AccessibleTextRole)
        return tr("%1 for %2: %3").arg(gateLabel(gate->kind).text, gate->project, gate->title);
    return {};
}

const domain::GateView *GateListModel::at(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_gates.size() ? &m_gates.at(index.row()) : nullptr;
}

void GateListModel::refresh()
{
    beginResetModel();
    m_gates = m_store.snapshot().gates;
    std::ranges::stable_sort(m_gates, std::less(), &domain::GateView::since);
    endResetModel();
}

} // namespace slipway::ui
