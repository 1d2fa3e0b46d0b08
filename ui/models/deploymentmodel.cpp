// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/deploymentmodel.h"

#include "ui/presentation/texts.h"

#include <algorithm>

namespace slipway::ui {

DeploymentModel::DeploymentModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void DeploymentModel::setDeployments(QList<domain::Deployment> deployments)
{
    beginResetModel();
    m_deployments = std::move(deployments);
    std::ranges::stable_sort(m_deployments, std::greater(), &domain::Deployment::createdAt);
    endResetModel();
}

int DeploymentModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_deployments.size());
}

int DeploymentModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const domain::Deployment *DeploymentModel::at(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_deployments.size() ? &m_deployments.at(index.row()) : nullptr;
}

QVariant DeploymentModel::data(const QModelIndex &index, int role) const
{
    const auto *deployment = at(index);
    if (!deployment || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    if (role == Qt::ToolTipRole)
        return index.column() == Problem ? deployment->error
            : index.column() == Created  ? QLocale().toString(deployment->createdAt.toLocalTime(), QLocale::ShortFormat)
                                         : QVariant();
    switch (index.column()) {
    case Id:
        return deployment->id;
    case State:
        return labelOf(deployment->state).text;
    case Commit:
        return shortCommit(deployment->commit);
    case Runtime:
        return deployment->runtime;
    case Address:
        return deployment->url;
    case Created:
        return ageText(deployment->createdAt);
    case Problem:
        return deployment->error;
    default:
        return {};
    }
}

QVariant DeploymentModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Id:
        return tr("No.");
    case State:
        return tr("State");
    case Commit:
        return tr("Commit");
    case Runtime:
        return tr("Runtime");
    case Address:
        return tr("Address");
    case Created:
        return tr("Since");
    case Problem:
        return tr("Problem");
    default:
        return {};
    }
}

} // namespace slipway::ui
