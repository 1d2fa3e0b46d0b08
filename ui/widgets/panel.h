// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QWidget>

class QBoxLayout;
class QStackedWidget;

namespace slipway::ui {

/// Base of what stands in a dock: a name, an icon, tools for the dock's title bar, and content that gives way to an
/// empty state. Subclasses fill content() and tools().
class Panel : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Panel)
public:
    /// `id` names the panel in the saved layout; never translated.
    Panel(const QString &id, const QString &title, const QString &icon, QWidget *parent = nullptr);

    [[nodiscard]] const QString &id() const { return m_id; }
    [[nodiscard]] const QString &title() const { return m_title; }
    [[nodiscard]] const QString &iconName() const { return m_icon; }
    /// Row of widgets for the dock's title bar; the dock takes it.
    [[nodiscard]] QWidget *tools() const { return m_tools; }
    /// What Ctrl+F puts the cursor into; null if the panel has no search.
    [[nodiscard]] virtual QWidget *searchField() const { return nullptr; }

    /// Widths of columns and splitters, for the layout file.
    [[nodiscard]] QByteArray layoutState() const;
    /// Takes what layoutState() gave; ignores what does not fit.
    void restoreLayout(const QByteArray &state);

Q_SIGNALS:
    void titleChanged(const QString &title);

protected:
    void setTitle(const QString &title);
    void addTool(QWidget *widget, int stretch = 0);
    /// What is added after it stands at the right end.
    void addToolStretch();
    /// Sets the two pages; the panel owns them.
    void setPages(QWidget *content, QWidget *empty);
    void showEmpty(bool empty);
    [[nodiscard]] bool isEmptyShown() const;

private:
    QString m_id;
    QString m_title;
    QString m_icon;
    QWidget *m_tools;
    QBoxLayout *m_toolsLayout;
    QStackedWidget *m_pages;
};

} // namespace slipway::ui
