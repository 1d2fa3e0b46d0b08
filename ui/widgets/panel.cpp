// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel.h"

#include <QDataStream>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
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

QByteArray Panel::layoutState() const
{
    QList<QByteArray> parts;
    const auto splitters = findChildren<QSplitter *>();
    for (const auto *splitter : splitters)
        parts.append(splitter->saveState());
    const auto trees = findChildren<QTreeView *>();
    for (const auto *tree : trees)
        parts.append(tree->header()->saveState());
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    for (const QByteArray &part : std::as_const(parts))
        stream << part;
    return state;
}

void Panel::restoreLayout(const QByteArray &state)
{
    QList<QByteArray> parts;
    QDataStream stream(state);
    while (!stream.atEnd() && stream.status() == QDataStream::Ok) {
        QByteArray part;
        stream >> part;
        parts.append(part);
    }
    const auto splitters = findChildren<QSplitter *>();
    const auto trees = findChildren<QTreeView *>();
    if (parts.size() != splitters.size() + trees.size())
        return; // of another version
    for (auto *splitter : splitters)
        splitter->restoreState(parts.takeFirst());
    for (auto *tree : trees)
        tree->header()->restoreState(parts.takeFirst());
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
