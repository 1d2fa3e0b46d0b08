// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/statestore.h"
#include "ui/models/coalescer.h"

#include <QAbstractListModel>

namespace slipway::ui {

/// The projects, newest first. Rows keep their place when a project changes, so that selections stay.
class ProjectListModel final : public QAbstractListModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProjectListModel)
public:
    enum Role { NameRole = Qt::UserRole, ActiveRole };

    explicit ProjectListModel(const control::StateStore &store, QObject *parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] const domain::ProjectView *at(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const QString &name) const;

private:
    void refresh();

    const control::StateStore &m_store;
    QList<domain::ProjectView> m_projects;
    QString m_active;
    Coalescer m_update;
};

} // namespace slipway::ui
