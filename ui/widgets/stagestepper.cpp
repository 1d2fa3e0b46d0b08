// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/stagestepper.h"

#include "ui/presentation/texts.h"
#include "ui/style/tones.h"

#include <QPainter>

namespace slipway::ui {

StageStepper::StageStepper(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StageStepper::setStage(const QString &stage, bool failed)
{
    if (m_stage == stage && m_failed == failed)
        return;
    m_stage = stage;
    m_failed = failed;
    setAccessibleName(tr("Stage: %1").arg(stageText(stage)));
    update();
}

QSize StageStepper::sizeHint() const
{
    return { 640, fontMetrics().height() + 24 };
}

QSize StageStepper::minimumSizeHint() const
{
    return { 320, fontMetrics().height() + 24 };
}

void StageStepper::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QStringList &names = stageNames();
    const auto current = names.indexOf(m_stage);
    const bool finished = m_stage == QLatin1String("done");
    const qreal step = qreal(width()) / qreal(names.size());
    const qreal y = 9;
    for (qsizetype i = 0; i < names.size(); ++i) {
        const bool done = i < current || finished;
        const bool active = i == current && !finished;
        const Tone tone = done ? Tone::Success : active ? (m_failed ? Tone::Danger : Tone::Accent) : Tone::Neutral;
        const qreal x = step * (qreal(i) + 0.5);
        if (i > 0) {
            painter.setPen(QPen(i <= current ? toneColor(Tone::Success, palette()) : hairline(palette()), 2));
            painter.drawLine(QPointF(x - step + 9, y), QPointF(x - 9, y));
        }
        const QColor color = done || active ? toneColor(tone, palette()) : palette().color(QPalette::Mid);
        painter.setPen(QPen(color, active ? 3.5 : 1.5));
        painter.setBrush(done ? color : surface(palette()));
        painter.drawEllipse(QPointF(x, y), active ? 4.5 : 5.5, active ? 4.5 : 5.5);
        if (done) {
            painter.setPen(QPen(surface(palette()), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            const QPointF tick[] = { { x - 2.6, y + 0.2 }, { x - 0.7, y + 2.2 }, { x + 2.7, y - 2 } };
            painter.drawPolyline(tick, 3);
        }
        QFont label = font();
        label.setPointSizeF(font().pointSizeF() * 0.92);
        label.setWeight(active ? QFont::DemiBold : QFont::Normal);
        painter.setFont(label);
        painter.setPen(active     ? toneColor(tone, palette())
                           : done ? palette().color(QPalette::WindowText)
                                  : mutedText(palette()));
        const QRectF area(x - step / 2 + 1, y + 8, step - 2, painter.fontMetrics().height() + 4);
        painter.drawText(area, Qt::AlignHCenter | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(stageText(names.at(i)), Qt::ElideRight, int(area.width())));
    }
}

} // namespace slipway::ui
