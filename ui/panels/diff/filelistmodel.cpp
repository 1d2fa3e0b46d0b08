// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/diff/filelistmodel.h"

#include "ui/style/tones.h"

#include <QPainter>

namespace slipway::ui {

void FileListModel::setDiff(const git::Diff &diff)
{
    beginResetModel();
    m_entries.clear();
    m_entries.reserve(diff.files.size());
    for (const auto &file : diff.files)
        m_entries.append({ file.path(), file.added, file.removed });
    endResetModel();
}

int FileListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant FileListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Entry &entry = m_entries.at(index.row());
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return entry.path;
    if (role == Qt::AccessibleTextRole)
        return tr("%1, %2 lines added, %3 removed").arg(entry.path).arg(entry.added).arg(entry.removed);
    return {};
}

QSize FileDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return { 120, QFontMetrics(option.font).height() + 12 };
}

void FileDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto &entry = static_cast<const FileListModel *>(index.model())->at(index.row());
    painter->save();
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, selectionFill(option.palette));
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect, hoverFill(option.palette));
    QRect area = option.rect.adjusted(10, 0, -8, 0);
    painter->setFont(option.font);
    const auto put = [&](const QString &text, Tone tone) {
        painter->setPen(toneColor(tone, option.palette));
        painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, text);
        area.setRight(area.right() - painter->fontMetrics().horizontalAdvance(text) - 6);
    };
    if (entry.removed > 0)
        put(QStringLiteral("−%1").arg(entry.removed), Tone::Danger);
    if (entry.added > 0)
        put(QStringLiteral("+%1").arg(entry.added), Tone::Success);
    const QString name = entry.path.section(QLatin1Char('/'), -1);
    painter->setPen(option.palette.color(QPalette::Text));
    const QString shown = painter->fontMetrics().elidedText(name, Qt::ElideMiddle, area.width());
    painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter, shown);
    area.setLeft(area.left() + painter->fontMetrics().horizontalAdvance(shown) + 8);
    if (area.width() > 24 && entry.path.size() > name.size()) {
        painter->setPen(mutedText(option.palette));
        painter->drawText(
            area, Qt::AlignLeft | Qt::AlignVCenter,
            painter->fontMetrics().elidedText(entry.path.chopped(name.size() + 1), Qt::ElideLeft, area.width()));
    }
    painter->restore();
}

} // namespace slipway::ui
