// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pill.h"

#include <QPainter>

namespace slipway::ui {

namespace {

QFont smaller(const QFont &font)
{
    QFont result = font;
    result.setPointSizeF(font.pointSizeF() * 0.9);
    result.setWeight(QFont::Medium);
    return result;
}

} // namespace

QSize pillSize(const QString &text, const QFont &font)
{
    const QFontMetrics metrics(smaller(font));
    return { metrics.horizontalAdvance(text) + 16, metrics.height() + 4 };
}

void paintPill(QPainter *painter, const QRect &rect, const Label &label, const QPalette &palette, const QFont &font)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(toneFill(label.tone, palette));
    painter->drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    painter->setFont(smaller(font));
    painter->setPen(toneColor(label.tone, palette));
    painter->drawText(rect, Qt::AlignCenter,
                      painter->fontMetrics().elidedText(label.text, Qt::ElideRight, rect.width() - 10));
    painter->restore();
}

QRect paintPillIn(QPainter *painter, const QRect &area, const Label &label, const QPalette &palette, const QFont &font)
{
    QSize size = pillSize(label.text, font);
    size.setWidth(std::min(size.width(), area.width()));
    const QRect rect(QPoint(area.left(), area.center().y() - size.height() / 2 + (size.height() % 2 ? 0 : 1)), size);
    paintPill(painter, rect, label, palette, font);
    return rect;
}

Pill::Pill(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Pill::setLabel(const Label &label)
{
    m_label = label;
    setVisible(!label.text.isEmpty());
    setAccessibleName(label.text);
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const
{
    return pillSize(m_label.text, font());
}

void Pill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintPill(&painter, rect(), m_label, palette(), font());
}

} // namespace slipway::ui
