// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace slipway::ui {

/// Filters EventLogModel by type of event and by words.
class LogFilterModel final : public QSortFilterProxyModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogFilterModel)
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setType(const QString &type); ///< empty: all; `gate` and `project` include their ends
    void setText(const QString &text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_type;
    QString m_text;
};

} // namespace slipway::ui
