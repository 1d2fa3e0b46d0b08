// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/overview/stattile.h"

#include "ui/widgets/countbar.h"

#include <QPainter>

namespace slipway::ui {

StatTile::StatTile(const QString &caption, QWidget *parent)
    : QAbstractButton(parent)
{
    setText(caption);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StatTile::setValue(const QString &value, Tone tone, const QString &note)
{
    m_value = value;
    m_tone = tone;
    m_note = note;
    setAccessibleName(QStringLiteral("%1: %2, %3").arg(text(), value, note));
    update();
}

void StatTile::setCounts(const domain::IssueCounts &counts)
{
    m_counts = counts;
    update();
}

QSize StatTile::sizeHint() const
{
    return { 190, qRound(fontMetrics().height() * 3.45) + 24 };
}

QSize StatTile::minimumSizeHint() const
{
    return { 120, sizeHint().height() };
}

void StatTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? palette().color(QPalette::Highlight) : hairline(palette()));
    painter.setBrush(underMouse() ? hoverFill(palette()) : surface(palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7);
    QRect area = rect().adjusted(14, 9, -14, -9);
    const int line = fontMetrics().height();
    painter.setPen(mutedText(palette()));
    painter.drawText(QRect(area.topLeft(), QSize(area.width(), line)), Qt::AlignLeft | Qt::AlignVCenter, text());
    QFont large = font();
    large.setPointSizeF(font().pointSizeF() * 1.35);
    large.setWeight(QFont::DemiBold);
    painter.setFont(large);
    painter.setPen(m_tone == Tone::Neutral ? palette().color(QPalette::Text) : toneColor(m_tone, palette()));
    const int valueHeight = painter.fontMetrics().height();
    painter.drawText(QRect(area.left(), area.top() + line, area.width(), valueHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_value, Qt::ElideRight, area.width()));
    if (m_counts) {
        const int valueWidth = painter.fontMetrics().horizontalAdvance(m_value) + 14;
        if (area.width() - valueWidth > 50)
            paintCountBar(
                &painter,
                QRect(area.left() + valueWidth, area.top() + line + valueHeight / 2 - 3, area.width() - valueWidth, 7),
                *m_counts, palette());
    }
    painter.setFont(font());
    painter.setPen(mutedText(palette()));
    painter.drawText(QRect(area.left(), area.top() + line + valueHeight + 2, area.width(), line),
                     Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(m_note, Qt::ElideRight, area.width()));
}

} // namespace slipway::ui
