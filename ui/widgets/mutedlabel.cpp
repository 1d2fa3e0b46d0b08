// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/mutedlabel.h"

#include "ui/style/tones.h"

#include <QEvent>
#include <QPainter>

namespace slipway::ui {

MutedLabel::MutedLabel(const QString &text, QWidget *parent)
    : QLabel(text, parent)
{
    applyColor();
}

bool MutedLabel::event(QEvent *event)
{
    const bool handled = QLabel::event(event);
    // A widget that is not on screen may not be told of a change of palette.
    const auto type = event->type();
    if (type == QEvent::PaletteChange || type == QEvent::ApplicationPaletteChange || type == QEvent::Show)
        applyColor();
    return handled;
}

void MutedLabel::applyColor()
{
    const QColor color = mutedText(QGuiApplication::palette());
    if (palette().color(QPalette::Active, QPalette::WindowText) == color
        && palette().color(QPalette::Active, QPalette::Text) == color)
        return; // the change is our own
    QPalette own;
    own.setColor(QPalette::WindowText, color);
    own.setColor(QPalette::Text, color); // on a base-coloured surface
    setPalette(own);
}

IconLabel::IconLabel(const QIcon &icon, int extent, QWidget *parent)
    : QWidget(parent)
    , m_icon(icon)
{
    setFixedSize(extent, extent);
}

void IconLabel::setIcon(const QIcon &icon)
{
    m_icon = icon;
    update();
}

void IconLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    m_icon.paint(&painter, rect());
}

ElidedLabel::ElidedLabel(const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_text(text)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    setToolTip(text);
    setAccessibleName(text);
    updateGeometry();
    update();
}

void ElidedLabel::setMuted(bool muted)
{
    m_muted = muted;
    update();
}

QSize ElidedLabel::sizeHint() const
{
    return { fontMetrics().horizontalAdvance(m_text) + 2, fontMetrics().height() + 2 };
}

QSize ElidedLabel::minimumSizeHint() const
{
    return { 40, fontMetrics().height() + 2 };
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(m_muted ? mutedText(palette()) : palette().color(QPalette::WindowText));
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_text, Qt::ElideRight, width()));
}

} // namespace slipway::ui
