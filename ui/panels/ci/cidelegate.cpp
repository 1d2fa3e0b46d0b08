// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/ci/cidelegate.h"

#include "ui/models/cirunmodel.h"
#include "ui/presentation/texts.h"
#include "ui/widgets/pill.h"

#include <QApplication>

namespace slipway::ui {

QSize CiDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return { 40, QFontMetrics(option.font).height() + 12 };
}

void CiDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (index.column() != CiRunModel::State) {
        QStyleOptionViewItem copy(option);
        if (index.column() != CiRunModel::Name)
            copy.palette.setColor(QPalette::Text, mutedText(option.palette));
        QStyledItemDelegate::paint(painter, copy, index);
        return;
    }
    QStyleOptionViewItem copy(option);
    initStyleOption(&copy, index);
    copy.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &copy, painter, option.widget);
    const auto *model = static_cast<const CiRunModel *>(index.model());
    paintPillIn(painter, option.rect.adjusted(4, 0, -4, 0), labelOf(model->stateAt(index)), option.palette,
                option.font);
}

} // namespace slipway::ui
