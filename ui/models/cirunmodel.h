// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/ci.h"

#include <QAbstractItemModel>

namespace slipway::ui {

/// The CI runs of one project as a tree: runs (newest first), their jobs, their steps. Jobs come later than runs; a
/// run is updated in place, so that what is open stays open.
class CiRunModel final : public QAbstractItemModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CiRunModel)
public:
    enum Column { Name, State, Branch, Commit, Took, ColumnCount };

    explicit CiRunModel(QObject *parent = nullptr);
    void setRuns(QList<domain::CiRun> runs);
    /// Adds or replaces one; jobs that are known are kept if `run` brings none.
    void update(const domain::CiRun &run);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] const domain::CiRun *runAt(const QModelIndex &index) const; ///< of the row or the one it is in
    [[nodiscard]] const domain::CiJob *jobAt(const QModelIndex &index) const; ///< null for a run
    [[nodiscard]] domain::CiState stateAt(const QModelIndex &index) const;

private:
    [[nodiscard]] QVariant runData(const domain::CiRun &run, int column) const;

    QList<domain::CiRun> m_runs;
};

} // namespace slipway::ui
