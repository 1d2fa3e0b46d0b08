// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QMainWindow;

namespace slipway::ui {

class AppTheme;
class PanelDock;
class WindowActions;

/// The menu bar. Owned by its window.
class WindowMenus final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowMenus)
public:
    WindowMenus(QMainWindow &window, WindowActions &actions, AppTheme &theme, const QList<PanelDock *> &docks);

Q_SIGNALS:
    void layoutResetRequested();
    void filterRequested();

private:
    void buildView(const QList<PanelDock *> &docks);
    void buildTheme(class QMenu *menu);
    void buildHelp();

    QMainWindow &m_window;
    AppTheme &m_theme;
};

} // namespace slipway::ui
