// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/diff.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace slipway::ui {

/// The files of a diff.
class FileListModel final : public QAbstractListModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FileListModel)
public:
    using QAbstractListModel::QAbstractListModel;
    void setDiff(const git::Diff &diff);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    struct Entry {
        QString path;
        int added = 0, removed = 0;
    };
    [[nodiscard]] const Entry &at(int row) const { return m_entries.at(row); }

private:
    QList<Entry> m_entries;
};

/// A file's name, its folder in muted text, and how many lines came and went.
class FileDelegate final : public QStyledItemDelegate {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FileDelegate)
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace slipway::ui
