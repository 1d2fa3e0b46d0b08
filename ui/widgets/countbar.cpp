// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/countbar.h"

#include "ui/style/tones.h"

#include <QPainter>
#include <QPainterPath>

namespace slipway::ui {

void paintCountBar(QPainter *painter, const QRect &rect, const domain::IssueCounts &counts, const QPalette &palette)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QPainterPath groove;
    groove.addRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    painter->setClipPath(groove);
    painter->fillRect(rect, isDark(palette) ? QColor(0x33, 0x3b, 0x46) : QColor(0xdf, 0xe4, 0xeb));
    if (const int total = counts.total(); total > 0) {
        const struct {
            int count;
            Tone tone;
        } parts[] = { { counts.closed, Tone::Success },
                      { counts.inReview, Tone::Violet },
                      { counts.inProgress, Tone::Accent },
                      { counts.needsAttention, Tone::Danger } };
        qreal x = rect.left();
        for (const auto &part : parts) {
            const qreal width = qreal(rect.width()) * part.count / total;
            painter->fillRect(QRectF(x, rect.top(), width, rect.height()), toneColor(part.tone, palette));
            x += width;
        }
    }
    painter->restore();
}

CountBar::CountBar(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void CountBar::setCounts(const domain::IssueCounts &counts)
{
    if (m_counts == counts)
        return;
    m_counts = counts;
    setAccessibleName(tr("%1 of %2 issues closed").arg(counts.closed).arg(counts.total()));
    update();
}

void CountBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintCountBar(&painter, rect(), m_counts, palette());
}

} // namespace slipway::ui
