// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/agenttype.h"
#include "core/domain/plan.h"

#include <QAbstractTableModel>

namespace slipway::ui {

/// A plan to be edited: title, type and priority of each issue; issues can be removed.
class PlanModel final : public QAbstractTableModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlanModel)
public:
    enum Column { Number, Title, Type, Priority, DependsOn, ColumnCount };

    explicit PlanModel(QObject *parent = nullptr);
    void setPlan(const domain::Plan &plan);
    [[nodiscard]] const domain::Plan &plan() const { return m_plan; }
    [[nodiscard]] bool isEdited() const { return m_edited; }
    /// Removes an issue and every dependency on it.
    void remove(int row);
    [[nodiscard]] QStringList violations() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void edited();

private:
    domain::Plan m_plan;
    bool m_edited = false;
};

/// The type that an issue's labels name; backend if none does, as the queue decides it.
[[nodiscard]] domain::AgentType typeOf(const domain::PlannedIssue &issue);

} // namespace slipway::ui
