// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tasks/taskdelegate.h"

#include "ui/models/taskfiltermodel.h"
#include "ui/presentation/texts.h"
#include "ui/widgets/pill.h"

#include <QApplication>

namespace slipway::ui {

QSize TaskDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return { 40, QFontMetrics(option.font).height() + 12 };
}

void TaskDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem copy(option);
    const int column = index.column();
    if (column == TaskTableModel::Phase) {
        initStyleOption(&copy, index);
        copy.text.clear();
        const QWidget *widget = option.widget;
        (widget ? widget->style() : QApplication::style())
            ->drawControl(QStyle::CE_ItemViewItem, &copy, painter, widget);
        const auto *model = static_cast<const TaskFilterModel *>(index.model());
        paintPillIn(painter, option.rect.adjusted(4, 0, -4, 0), labelOf(model->task(index)), option.palette,
                    option.font);
        return;
    }
    if (column != TaskTableModel::Title)
        copy.palette.setColor(QPalette::Text, mutedText(option.palette));
    QStyledItemDelegate::paint(painter, copy, index);
}

} // namespace slipway::ui
