// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/deployments/deploymentdelegate.h"

#include "ui/models/deploymentmodel.h"
#include "ui/presentation/texts.h"
#include "ui/widgets/pill.h"

#include <QApplication>

namespace slipway::ui {

QSize DeploymentDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return { 40, QFontMetrics(option.font).height() + 12 };
}

void DeploymentDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (index.column() != DeploymentModel::State) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem copy(option);
    initStyleOption(&copy, index);
    copy.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &copy, painter, option.widget);
    const auto *deployment = static_cast<const DeploymentModel *>(index.model())->at(index);
    if (deployment)
        paintPillIn(painter, option.rect.adjusted(4, 0, -4, 0), labelOf(deployment->state), option.palette,
                    option.font);
}

} // namespace slipway::ui
