// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/controlpainter.h"

#include "ui/style/tones.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>

namespace slipway::ui::controls {

namespace {

constexpr qreal radius = 5;

bool has(const QStyleOption *option, QStyle::StateFlag flag)
{
    return option->state.testFlag(flag);
}

QColor mix(const QColor &a, const QColor &b, qreal part)
{
    return QColor::fromRgbF(float(a.redF() + (b.redF() - a.redF()) * part),
                            float(a.greenF() + (b.greenF() - a.greenF()) * part),
                            float(a.blueF() + (b.blueF() - a.blueF()) * part));
}

/// A rounded box with a hairline that is crisp on every pixel ratio.
void box(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &line, qreal width = 1)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(line.isValid() ? QPen(line, width) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter->drawRoundedRect(QRectF(rect).adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius);
    painter->restore();
}

} // namespace

void pushButton(QPainter *painter, const QStyleOption *option)
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const bool isDefault = button && button->features.testFlag(QStyleOptionButton::DefaultButton);
    const bool flat = button && button->features.testFlag(QStyleOptionButton::Flat);
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool down = has(option, QStyle::State_Sunken) || has(option, QStyle::State_On);
    const bool hover = enabled && has(option, QStyle::State_MouseOver);
    const QPalette &palette = option->palette;
    if (flat && !down && !hover && !has(option, QStyle::State_HasFocus))
        return;
    QColor fill = palette.color(QPalette::Button);
    QColor line = hairline(palette);
    if (isDefault && enabled) {
        fill = palette.color(QPalette::Highlight);
        line = fill;
        if (hover)
            fill = mix(fill, isDark(palette) ? Qt::white : Qt::black, 0.10);
    } else if (hover) {
        fill = hoverFill(palette);
        line = palette.color(QPalette::Mid);
    }
    if (down)
        fill = mix(fill, isDark(palette) ? Qt::black : palette.color(QPalette::Dark), 0.25);
    const bool focus = has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange);
    box(painter, option->rect, fill, focus ? palette.color(QPalette::Highlight) : line, focus ? 2 : 1);
}

void toolButton(QPainter *painter, const QStyleOption *option)
{
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool on = has(option, QStyle::State_On) || has(option, QStyle::State_Sunken);
    const bool raised = !has(option, QStyle::State_AutoRaise);
    if (on)
        box(painter, option->rect, selectionFill(option->palette), {});
    else if (enabled && has(option, QStyle::State_MouseOver))
        box(painter, option->rect, isDark(option->palette) ? hoverFill(option->palette) : QColor(0xe4, 0xe9, 0xf0), {});
    else if (raised)
        box(painter, option->rect, option->palette.color(QPalette::Button), hairline(option->palette));
    if (has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange))
        box(painter, option->rect, {}, option->palette.color(QPalette::Highlight), 2);
}

void lineEdit(QPainter *painter, const QStyleOption *option)
{
    const bool focus = has(option, QStyle::State_HasFocus);
    const bool enabled = has(option, QStyle::State_Enabled);
    const QPalette &palette = option->palette;
    box(painter, option->rect, palette.color(enabled ? QPalette::Base : QPalette::Window),
        focus ? palette.color(QPalette::Highlight) : palette.color(QPalette::Mid), focus ? 1.5 : 1);
}

void itemRow(QPainter *painter, const QStyleOption *option)
{
    if (has(option, QStyle::State_Selected))
        painter->fillRect(option->rect, selectionFill(option->palette));
    else if (has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled))
        painter->fillRect(option->rect, hoverFill(option->palette));
}

void tab(QPainter *painter, const QStyleOptionTab *option)
{
    const bool selected = has(option, QStyle::State_Selected);
    const bool vertical = option->shape == QTabBar::RoundedWest || option->shape == QTabBar::RoundedEast;
    if (!selected && has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled))
        painter->fillRect(option->rect, hoverFill(option->palette));
    if (selected && !vertical) {
        const bool south = option->shape == QTabBar::RoundedSouth || option->shape == QTabBar::TriangularSouth;
        QRect line = option->rect;
        line.setTop(south ? line.top() : line.bottom() - 1);
        line.setHeight(2);
        painter->fillRect(line, option->palette.color(QPalette::Highlight));
    }
}

void headerSection(QPainter *painter, const QStyleOptionHeader *option)
{
    painter->fillRect(option->rect, option->palette.color(QPalette::Base));
    if (has(option, QStyle::State_MouseOver))
        painter->fillRect(option->rect, hoverFill(option->palette));
    painter->save();
    painter->setPen(hairline(option->palette));
    painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
    painter->restore();
}

void progressBar(QPainter *painter, const QStyleOptionProgressBar *option)
{
    QRectF groove = option->rect;
    groove.setTop(groove.center().y() - 3);
    groove.setHeight(6);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(toneFill(Tone::Neutral, option->palette));
    painter->drawRoundedRect(groove, 3, 3);
    const int range = option->maximum - option->minimum;
    if (range > 0) {
        groove.setWidth(groove.width() * (option->progress - option->minimum) / range);
    } else { // busy: a piece in the middle; movement would cost a repaint a frame
        groove.adjust(groove.width() / 3, 0, -groove.width() / 3, 0);
    }
    painter->setBrush(option->palette.color(QPalette::Highlight));
    if (groove.width() > 0)
        painter->drawRoundedRect(groove, 3, 3);
    painter->restore();
}

void scrollBar(QPainter *painter, const QStyleOptionSlider *option, const QRect &handle)
{
    painter->fillRect(option->rect, option->palette.color(QPalette::Base));
    if (option->maximum <= option->minimum)
        return;
    const bool active = has(option, QStyle::State_MouseOver) || has(option, QStyle::State_Sunken);
    QColor color = mutedText(option->palette);
    color.setAlphaF(active ? 0.75F : 0.38F);
    QRectF bar = QRectF(handle).adjusted(2, 2, -2, -2);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    const qreal round = std::min(bar.width(), bar.height()) / 2;
    painter->drawRoundedRect(bar, round, round);
    painter->restore();
}

void chevron(QPainter *painter, const QStyleOption *option, const QRect &rect)
{
    const QPointF centre = QRectF(rect).center();
    const bool enabled = has(option, QStyle::State_Enabled);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(
        QPen(enabled ? mutedText(option->palette) : option->palette.color(QPalette::Disabled, QPalette::Text), 1.5,
             Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF points[] = { centre + QPointF(-3.5, -1.75), centre + QPointF(0, 1.75), centre + QPointF(3.5, -1.75) };
    painter->drawPolyline(points, 3);
    painter->restore();
}

void comboBox(QPainter *painter, const QStyleOptionComplex *option, const QRect &arrow)
{
    const QPalette &palette = option->palette;
    const bool hover = has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled);
    const bool focus = has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange);
    box(painter, option->rect, hover ? hoverFill(palette) : palette.color(QPalette::Button),
        focus       ? palette.color(QPalette::Highlight)
            : hover ? palette.color(QPalette::Mid)
                    : hairline(palette),
        focus ? 2 : 1);
    chevron(painter, option, arrow);
}

void checkBox(QPainter *painter, const QStyleOption *option)
{
    const bool on = has(option, QStyle::State_On);
    const bool enabled = has(option, QStyle::State_Enabled);
    const QPalette &palette = option->palette;
    const QColor accent = palette.color(enabled ? QPalette::Active : QPalette::Disabled, QPalette::Highlight);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF square = QRectF(option->rect).adjusted(1, 1, -1, -1);
    const bool focus = has(option, QStyle::State_HasFocus) || has(option, QStyle::State_MouseOver);
    painter->setPen(QPen(on || focus ? accent : palette.color(isDark(palette) ? QPalette::Mid : QPalette::Dark), 1.2));
    painter->setBrush(on ? accent : palette.color(QPalette::Base));
    painter->drawRoundedRect(square, 3, 3);
    if (on) {
        painter->setPen(
            QPen(palette.color(QPalette::HighlightedText), 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const qreal w = square.width();
        const QPointF o = square.topLeft();
        const QPointF points[]
            = { o + QPointF(w * 0.24, w * 0.53), o + QPointF(w * 0.43, w * 0.71), o + QPointF(w * 0.77, w * 0.31) };
        painter->drawPolyline(points, 3);
    }
    painter->restore();
}

void radioButton(QPainter *painter, const QStyleOption *option)
{
    const bool on = has(option, QStyle::State_On);
    const QPalette &palette = option->palette;
    const QColor accent = palette.color(QPalette::Highlight);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF circle = QRectF(option->rect).adjusted(1, 1, -1, -1);
    const bool focus = has(option, QStyle::State_HasFocus) || has(option, QStyle::State_MouseOver);
    painter->setPen(
        QPen(on || focus ? accent : palette.color(isDark(palette) ? QPalette::Mid : QPalette::Dark), on ? 4 : 1.2));
    painter->setBrush(palette.color(QPalette::Base));
    painter->drawEllipse(on ? circle.adjusted(1.5, 1.5, -1.5, -1.5) : circle);
    painter->restore();
}

} // namespace slipway::ui::controls
