// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/statestore.h"
#include "ui/models/coalescer.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QIcon>
#include <QSet>

namespace slipway::ui {

/// Every task as a row. Changes are gathered for a moment and told as few, contiguous ranges: 10,000 tasks with hundreds
/// of events a second stay smooth.
class TaskTableModel final : public QAbstractTableModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TaskTableModel)
public:
    enum Column {
        Number,
        Project,
        Title,
        Type,
        Phase,
        Priority,
        DependsOn,
        Lease,
        Attempts,
        Pull,
        Cost,
        Updated,
        ColumnCount
    };

    explicit TaskTableModel(const control::StateStore &store, QObject *parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] const domain::Task &task(int row) const { return m_tasks.at(row); }
    [[nodiscard]] QModelIndex indexOf(const QString &key) const;
    /// Repaints what shows an age.
    void refreshAges();
    /// Takes in what is gathered, at once.
    void flush() { m_update.flush(); }

private:
    void reload();
    void applyDirty();
    void removeGone(const QStringList &keys);
    void append(const QList<domain::Task> &tasks);
    void updateRows(QList<int> rows);
    [[nodiscard]] QString display(const domain::Task &task, int column) const;

    const control::StateStore &m_store;
    QList<domain::Task> m_tasks;
    QList<QIcon> m_typeIcons; ///< by domain::AgentType
    QHash<QString, int> m_rows; ///< key → row
    QSet<QString> m_dirty;
    Coalescer m_update;
};

/// "#3, #5"
[[nodiscard]] QString numbersText(const QList<int> &numbers);
/// "backend-1 · 4 min", with the machine's name in front unless it is `host`; empty without a lease.
[[nodiscard]] QString leaseText(const domain::Task &task, const QString &host);

} // namespace slipway::ui
