// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/deployment.h"

#include <QAbstractTableModel>

namespace slipway::ui {

/// The deployments of one project, newest first.
class DeploymentModel final : public QAbstractTableModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeploymentModel)
public:
    enum Column { Id, State, Commit, Runtime, Address, Created, Problem, ColumnCount };

    explicit DeploymentModel(QObject *parent = nullptr);
    void setDeployments(QList<domain::Deployment> deployments);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] const domain::Deployment *at(const QModelIndex &index) const;

private:
    QList<domain::Deployment> m_deployments;
};

} // namespace slipway::ui
