// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace slipway::ui {

Panel::Panel(const QString &id, const QString &title, const QString &icon, QWidget *parent)
    : QWidget(parent)
    , m_id(id)
    , m_title(title)
    , m_icon(icon)
    , m_tools(new QWidget(this))
    , m_toolsLayout(new QHBoxLayout(m_tools))
    , m_pages(new QStackedWidget(this))
{
    setObjectName(id);
    setAccessibleName(title);
    m_toolsLayout->setContentsMargins(0, 0, 0, 0);
    m_toolsLayout->setSpacing(6);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_pages);
}

void Panel::setTitle(const QString &title)
{
    if (m_title == title)
        return;
    m_title = title;
    Q_EMIT titleChanged(title);
}

void Panel::addTool(QWidget *widget, int stretch)
{
    m_toolsLayout->addWidget(widget, stretch);
}

void Panel::addToolStretch()
{
    m_toolsLayout->addStretch(1);
}

void Panel::setPages(QWidget *content, QWidget *empty)
{
    m_pages->addWidget(content);
    if (empty)
        m_pages->addWidget(empty);
}

void Panel::showEmpty(bool empty)
{
    m_pages->setCurrentIndex(empty && m_pages->count() > 1 ? 1 : 0);
}

bool Panel::isEmptyShown() const
{
    return m_pages->currentIndex() == 1;
}

} // namespace slipway::ui
