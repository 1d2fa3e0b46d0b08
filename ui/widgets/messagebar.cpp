// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/messagebar.h"

#include "ui/style/themeicon.h"
#include "ui/widgets/mutedlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace slipway::ui {

MessageBar::MessageBar(QWidget *parent)
    : QWidget(parent)
    , m_icon(new IconLabel)
    , m_text(new QLabel)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *close = new QToolButton;
    close->setAutoRaise(true);
    close->setIcon(themeIcon(QStringLiteral("window-close")));
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(close->toolTip());
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(close);
    hide();
}

void MessageBar::showError(const base::Error &error)
{
    showMessage(error.message, error.hint, Tone::Danger);
}

void MessageBar::showMessage(const QString &title, const QString &text, Tone tone)
{
    m_tone = tone;
    m_icon->setIcon(
        themeIcon(tone == Tone::Success ? QStringLiteral("checkmark") : QStringLiteral("dialog-warning"), tone));
    m_text->setText(text.isEmpty() ? title : title + QLatin1String(". ") + text);
    setAccessibleName(m_text->text());
    show();
    update();
}

QString MessageBar::text() const
{
    return m_text->text();
}

void MessageBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), toneFill(m_tone, palette()));
    painter.fillRect(QRect(0, 0, 3, height()), toneColor(m_tone, palette()));
}

} // namespace slipway::ui
