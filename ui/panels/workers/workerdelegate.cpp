// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/workers/workerdelegate.h"

#include "ui/models/workerlistmodel.h"
#include "ui/presentation/texts.h"
#include "ui/style/themeicon.h"
#include "ui/widgets/pill.h"

#include <QPainter>

namespace slipway::ui {

QSize WorkerDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return { 180, 3 * QFontMetrics(option.font).height() + 22 };
}

void WorkerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = static_cast<const WorkerListModel *>(index.model());
    const auto *worker = model->at(index);
    if (!worker)
        return;
    painter->save();
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, selectionFill(option.palette));
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect, hoverFill(option.palette));
    painter->setPen(hairline(option.palette));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());

    const QRect area = option.rect.adjusted(12, 8, -10, -8);
    const int line = QFontMetrics(option.font).height();
    const Label state = workerLabel(worker->state);
    const QSize pill = pillSize(state.text, option.font);
    paintPill(painter, QRect(QPoint(area.right() - pill.width() + 1, area.top() - 1), pill), state, option.palette,
              option.font);
    if (const auto type = domain::agentTypeFromString(worker->type))
        themeIcon(typeIcon(*type), state.tone).paint(painter, QRect(area.left(), area.top() + (line - 16) / 2, 16, 16));
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    painter->setPen(option.palette.color(QPalette::Text));
    const int nameWidth = area.width() - pill.width() - 30;
    painter->drawText(QRect(area.left() + 22, area.top(), nameWidth, line), Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(worker->id, Qt::ElideMiddle, nameWidth));

    painter->setFont(option.font);
    const QString title = model->taskTitle(*worker);
    const QString age = worker->state == QLatin1String("idle") ? QString() : ageText(worker->since);
    const int ageWidth = age.isEmpty() ? 0 : painter->fontMetrics().horizontalAdvance(age) + 8;
    QRect row(area.left(), area.top() + line + 3, area.width(), line);
    painter->drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(title.isEmpty() ? tr("Waiting for a task") : title,
                                                        Qt::ElideRight, row.width() - ageWidth));
    painter->setPen(mutedText(option.palette));
    painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter, age);
    row.translate(0, line + 3);
    const QString activity = worker->activity.isEmpty() ? domain::shortAgentName(worker->agent) : worker->activity;
    painter->drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(activity, Qt::ElideRight, row.width()));
    painter->restore();
}

} // namespace slipway::ui
