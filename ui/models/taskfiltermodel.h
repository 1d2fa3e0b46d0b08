// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/tasktablemodel.h"

#include <QSortFilterProxyModel>

#include <optional>

namespace slipway::ui {

/// Filters and sorts TaskTableModel on the values themselves, not on their texts.
class TaskFilterModel final : public QSortFilterProxyModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TaskFilterModel)
public:
    /// Groups of phases, as people ask for them.
    enum class Group { All, Open, Ready, Running, Waiting, InReview, Done, Attention };
    Q_ENUM(Group)

    explicit TaskFilterModel(TaskTableModel &tasks, QObject *parent = nullptr);
    void setProject(const QString &name); ///< empty: all
    void setType(std::optional<domain::AgentType> type);
    void setGroup(Group group);
    void setText(const QString &text);
    [[nodiscard]] std::optional<domain::AgentType> type() const { return m_type; }
    [[nodiscard]] const domain::Task &task(const QModelIndex &proxyIndex) const;
    [[nodiscard]] static bool contains(Group group, domain::TaskPhase phase);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    TaskTableModel &m_tasks;
    QString m_project;
    std::optional<domain::AgentType> m_type;
    Group m_group = Group::All;
    QStringList m_words;
};

} // namespace slipway::ui
