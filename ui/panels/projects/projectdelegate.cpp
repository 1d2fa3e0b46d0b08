// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/projects/projectdelegate.h"

#include "ui/models/projectlistmodel.h"
#include "ui/presentation/texts.h"
#include "ui/widgets/countbar.h"
#include "ui/widgets/pill.h"

#include <QPainter>

namespace slipway::ui {

namespace {

constexpr int padding = 10;
constexpr int gap = 5;

QString countsText(const domain::ProjectView &project)
{
    const auto &issues = project.issues;
    if (issues.total() == 0)
        return stageText(project.stage);
    QString text = ProjectDelegate::tr("%1 of %2 closed").arg(issues.closed).arg(issues.total());
    if (issues.inProgress > 0)
        text += QStringLiteral(" · ") + ProjectDelegate::tr("%n running", nullptr, issues.inProgress);
    return text;
}

void paintCard(QPainter *painter, const QStyleOptionViewItem &option, const QRect &card, bool active)
{
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hover = option.state.testFlag(QStyle::State_MouseOver);
    painter->setPen(selected ? option.palette.color(QPalette::Highlight) : hairline(option.palette));
    painter->setBrush(selected    ? selectionFill(option.palette)
                          : hover ? hoverFill(option.palette)
                                  : surface(option.palette));
    painter->drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    if (active) { // a mark on the edge: the project that commands without a name mean
        painter->setPen(Qt::NoPen);
        painter->setBrush(option.palette.color(QPalette::Highlight));
        painter->drawRoundedRect(QRectF(card.left(), card.top() + 10, 3, card.height() - 20), 1.5, 1.5);
    }
}

} // namespace

QSize ProjectDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int line = QFontMetrics(option.font).height();
    return { 200, 2 * padding + 3 * line + 6 + 3 * gap + 14 };
}

void ProjectDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = static_cast<const ProjectListModel *>(index.model());
    const auto *project = model->at(index);
    if (!project)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect card = option.rect.adjusted(8, 4, -8, -4);
    paintCard(painter, option, card, index.data(ProjectListModel::ActiveRole).toBool());
    QRect area = card.adjusted(padding + 2, padding, -padding, -padding);
    const int line = QFontMetrics(option.font).height();

    const Label state = projectLabel(project->state, project->stage);
    const QSize pill = pillSize(state.text, option.font);
    paintPill(painter, QRect(QPoint(area.right() - pill.width() + 1, area.top() - 2), pill), state, option.palette,
              option.font);
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    painter->setPen(option.palette.color(QPalette::Text));
    const int nameWidth = area.width() - pill.width() - 8;
    painter->drawText(QRect(area.topLeft(), QSize(nameWidth, line)), Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(project->name, Qt::ElideRight, nameWidth));
    area.setTop(area.top() + line + gap);

    painter->setFont(option.font);
    painter->setPen(mutedText(option.palette));
    int left = area.left();
    if (!project->recipe.isEmpty())
        left += paintPillIn(painter, QRect(left, area.top(), area.width(), line), { tr("Recording"), Tone::Violet },
                            option.palette, option.font)
                    .width()
            + 6;
    const QString what = project->detail.isEmpty() ? project->idea : project->detail;
    const int whatWidth = area.right() - left;
    painter->drawText(QRect(left, area.top(), whatWidth, line), Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(what, Qt::ElideRight, whatWidth));
    area.setTop(area.top() + line + gap + 2);

    paintCountBar(painter, QRect(area.topLeft(), QSize(area.width(), 6)), project->issues, option.palette);
    area.setTop(area.top() + 6 + gap);

    const bool live = project->deploy.state == domain::DeployState::Live;
    const QString right = live                               ? QUrl(project->deploy.url).authority()
        : project->deploy.state == domain::DeployState::None ? QString()
                                                             : labelOf(project->deploy.state).text;
    const int rightWidth = painter->fontMetrics().horizontalAdvance(right);
    painter->drawText(
        area, Qt::AlignLeft | Qt::AlignTop,
        painter->fontMetrics().elidedText(countsText(*project), Qt::ElideRight, area.width() - rightWidth - 8));
    painter->setPen(toneColor(labelOf(project->deploy.state).tone, option.palette));
    painter->drawText(area, Qt::AlignRight | Qt::AlignTop, right);
    painter->restore();
}

} // namespace slipway::ui
