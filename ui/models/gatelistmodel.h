// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/statestore.h"

#include <QAbstractListModel>

namespace slipway::ui {

/// The decisions that wait for a person, oldest first.
class GateListModel final : public QAbstractListModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GateListModel)
public:
    explicit GateListModel(const control::StateStore &store, QObject *parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] const domain::GateView *at(const QModelIndex &index) const;

private:
    void refresh();

    const control::StateStore &m_store;
    QList<domain::GateView> m_gates;
};

} // namespace slipway::ui
