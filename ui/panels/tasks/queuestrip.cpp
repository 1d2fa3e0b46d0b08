// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tasks/queuestrip.h"

#include "ui/models/coalescer.h"
#include "ui/presentation/texts.h"
#include "ui/style/themeicon.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QPainter>

namespace slipway::ui {

namespace {

class QueueButton final : public QAbstractButton {
public:
    explicit QueueButton(domain::AgentType type)
        : m_icon(themeIcon(typeIcon(type), Tone::Neutral))
    {
        setCheckable(true);
        setText(typeText(type));
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::TabFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    void setQueue(const domain::QueueView &queue)
    {
        if (m_queue == queue && !toolTip().isEmpty())
            return;
        m_queue = queue;
        setToolTip(QueueStrip::tr("%1: %2 ready, %3 running, %4 delayed, %5 blocked, %6 completed, %7 failed")
                       .arg(text())
                       .arg(queue.queued)
                       .arg(queue.inProgress)
                       .arg(queue.delayed)
                       .arg(queue.blocked)
                       .arg(queue.completed)
                       .arg(queue.failed));
        setAccessibleName(toolTip());
        update();
    }
    [[nodiscard]] QSize sizeHint() const override { return { 120, 2 * fontMetrics().height() + 16 }; }
    [[nodiscard]] QSize minimumSizeHint() const override { return { 84, sizeHint().height() }; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool marked = isChecked() || hasFocus();
        painter.setPen(marked ? palette().color(QPalette::Highlight) : hairline(palette()));
        painter.setBrush(isChecked()        ? selectionFill(palette())
                             : underMouse() ? hoverFill(palette())
                                            : surface(palette()));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        const QRect area = rect().adjusted(10, 7, -10, -7);
        const int line = fontMetrics().height();
        m_icon.paint(&painter, QRect(area.left(), area.top() + (line - 16) / 2, 16, 16));
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QRect(area.left() + 22, area.top(), area.width() - 22, line), Qt::AlignLeft | Qt::AlignVCenter,
                         text());
        paintCounts(painter, QRect(area.left(), area.top() + line + 2, area.width(), line));
    }

private:
    void paintCounts(QPainter &painter, const QRect &area) const
    {
        struct Part {
            int count;
            QString text;
            Tone tone;
        };
        const Part parts[]
            = { { m_queue.inProgress, QueueStrip::tr("%n running", nullptr, m_queue.inProgress), Tone::Accent },
                { m_queue.queued, QueueStrip::tr("%n ready", nullptr, m_queue.queued), Tone::Neutral },
                { m_queue.dead, QueueStrip::tr("%n stuck", nullptr, m_queue.dead), Tone::Danger },
                { m_queue.blocked + m_queue.delayed,
                  QueueStrip::tr("%n waiting", nullptr, m_queue.blocked + m_queue.delayed), Tone::Neutral } };
        QFont small = font();
        small.setPointSizeF(font().pointSizeF() * 0.92);
        painter.setFont(small);
        int x = area.left();
        bool any = false;
        for (const auto &part : parts) {
            if (part.count == 0)
                continue;
            const QString text = (any ? QStringLiteral(" · ") : QString()) + part.text;
            const int width = painter.fontMetrics().horizontalAdvance(text);
            if (x + width > area.right() + 1)
                break;
            painter.setPen(part.tone == Tone::Neutral ? mutedText(palette()) : toneColor(part.tone, palette()));
            painter.drawText(QRect(x, area.top(), width + 1, area.height()), Qt::AlignLeft | Qt::AlignVCenter, text);
            x += width;
            any = true;
        }
        if (!any) {
            painter.setPen(mutedText(palette()));
            painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                             m_queue.completed > 0 ? QueueStrip::tr("%n done", nullptr, m_queue.completed)
                                                   : QueueStrip::tr("empty"));
        }
    }

    QIcon m_icon;
    domain::QueueView m_queue;
};

} // namespace

QueueStrip::QueueStrip(const control::StateStore &store, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    for (const auto type : domain::allAgentTypes()) {
        auto *button = new QueueButton(type);
        const auto index = int(m_buttons.size());
        connect(button, &QAbstractButton::clicked, this, [this, index] { choose(index); });
        layout->addWidget(button, 1);
        m_buttons.append(button);
    }
    auto *update = new Coalescer(100, [this] { refresh(); }, this);
    connect(&store, &control::StateStore::queuesChanged, update, &Coalescer::poke);
    connect(&store, &control::StateStore::snapshotReset, update, &Coalescer::poke);
    refresh();
}

void QueueStrip::choose(int index)
{
    for (int i = 0; i < m_buttons.size(); ++i) {
        if (i != index)
            m_buttons.at(i)->setChecked(false);
    }
    if (m_buttons.at(index)->isChecked())
        Q_EMIT typeChosen(domain::allAgentTypes().at(index));
    else
        Q_EMIT typeChosen(std::nullopt);
}

void QueueStrip::refresh()
{
    for (int i = 0; i < m_buttons.size(); ++i) {
        const QString type = domain::toString(domain::allAgentTypes().at(i));
        static_cast<QueueButton *>(m_buttons.at(i))->setQueue(m_store.snapshot().queues.value(type));
    }
}

} // namespace slipway::ui
