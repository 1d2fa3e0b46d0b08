// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>

class QLabel;

namespace slipway::ui {

class Panel;

/// A dock whose title bar holds the panel's tools. The title is left out while a tab shows it already.
class PanelDock final : public QDockWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PanelDock)
public:
    PanelDock(Panel *panel, QWidget *parent);
    [[nodiscard]] Panel *panel() const { return m_panel; }
    /// Shows it and brings its tab to the front.
    void bringToFront();
    /// To be called when docks may have become tabs.
    void updateTitle();

private:
    Panel *m_panel;
    QLabel *m_title;
};

} // namespace slipway::ui
