// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/statestore.h"
#include "ui/models/coalescer.h"

#include <QAbstractListModel>

namespace slipway::ui {

/// The workers, in the order of their names.
class WorkerListModel final : public QAbstractListModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WorkerListModel)
public:
    explicit WorkerListModel(const control::StateStore &store, QObject *parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] const domain::WorkerView *at(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const QString &id) const;
    /// Title of the task the worker has, empty if it has none.
    [[nodiscard]] QString taskTitle(const domain::WorkerView &worker) const;

private:
    void refresh();

    const control::StateStore &m_store;
    QList<domain::WorkerView> m_workers;
    Coalescer m_update;
};

} // namespace slipway::ui
