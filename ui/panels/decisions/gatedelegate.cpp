// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/decisions/gatedelegate.h"

#include "ui/models/gatelistmodel.h"
#include "ui/presentation/texts.h"
#include "ui/widgets/pill.h"

#include <QPainter>

namespace slipway::ui {

QSize GateDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return { 180, 3 * QFontMetrics(option.font).height() + 32 };
}

void GateDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *gate = static_cast<const GateListModel *>(index.model())->at(index);
    if (!gate)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect card = option.rect.adjusted(8, 4, -8, -4);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->setPen(selected ? option.palette.color(QPalette::Highlight) : hairline(option.palette));
    painter->setBrush(selected                                             ? selectionFill(option.palette)
                          : option.state.testFlag(QStyle::State_MouseOver) ? hoverFill(option.palette)
                                                                           : surface(option.palette));
    painter->drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    const QRect area = card.adjusted(12, 8, -10, -8);
    const int line = QFontMetrics(option.font).height();
    const QRect kind = paintPillIn(painter, QRect(area.left(), area.top(), area.width(), line + 2),
                                   gateLabel(gate->kind), option.palette, option.font);
    painter->setFont(option.font);
    painter->setPen(mutedText(option.palette));
    const QString age = ageText(gate->since);
    const int ageWidth = painter->fontMetrics().horizontalAdvance(age);
    const QRect head(kind.right() + 8, area.top(), area.right() - kind.right() - 8, line + 2);
    painter->drawText(head, Qt::AlignRight | Qt::AlignVCenter, age);
    painter->drawText(head.adjusted(0, 0, -ageWidth - 8, 0), Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(gate->project, Qt::ElideRight, head.width() - ageWidth - 8));
    painter->setPen(option.palette.color(QPalette::Text));
    const QRect text(area.left(), area.top() + line + 7, area.width(), 2 * line + 2);
    painter->setClipRect(text);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, gate->title);
    painter->restore();
}

} // namespace slipway::ui
