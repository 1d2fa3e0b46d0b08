// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/notifications/digest.h"
#include "ui/engine/panelcontext.h"
#include "ui/models/coalescer.h"

#include <QSystemTrayIcon>

class QMainWindow;
class QMenu;

namespace slipway::ui {

class WindowActions;

/// The icon in the system tray: its menu, its tool tip, and a notification for what a person should hear of, by the same
/// rules as on Discord.
class TrayNotifier final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrayNotifier)
public:
    TrayNotifier(const PanelContext &context, WindowActions &actions, notifications::Digest::Rules rules,
                 QMainWindow *window);

    /// How a notice of that kind looks.
    [[nodiscard]] static QSystemTrayIcon::MessageIcon iconOf(const QString &kind);

private:
    void notify(const notifications::Notice &notice);
    void notifyTogether(const QList<notifications::Notice> &notices);
    void openLast();
    void showWindow();
    void refresh();

    PanelContext m_context;
    QMainWindow *m_window;
    QSystemTrayIcon *m_icon;
    QMenu *m_menu;
    notifications::Digest m_digest;
    QString m_lastKind;
    QString m_lastProject;
    Coalescer m_update;
};

} // namespace slipway::ui
