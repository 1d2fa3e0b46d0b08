// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"
#include "ui/models/coalescer.h"

#include <QSystemTrayIcon>

class QMainWindow;
class QMenu;

namespace slipway::ui {

class WindowActions;

/// The icon in the system tray: its menu, its tool tip, and a notification for what a person should hear of.
class TrayNotifier final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrayNotifier)
public:
    TrayNotifier(const PanelContext &context, WindowActions &actions, QMainWindow *window);

    /// How urgent a notice of that kind is, and whether it is worth a notification at all.
    [[nodiscard]] static std::optional<QSystemTrayIcon::MessageIcon> urgency(const QString &kind);

private:
    void notify(const QString &kind, const QString &project, const QString &title, const QString &text);
    void openLast();
    void showWindow();
    void refresh();

    PanelContext m_context;
    QMainWindow *m_window;
    QSystemTrayIcon *m_icon;
    QMenu *m_menu;
    QString m_lastKind;
    QString m_lastProject;
    Coalescer m_update;
};

} // namespace slipway::ui
