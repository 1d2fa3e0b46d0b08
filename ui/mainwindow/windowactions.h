// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"

class QAction;
class QMenuBar;
class QToolBar;

namespace slipway::ui {

/// The actions of the window that command the engine; their texts follow its state.
class WindowActions final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowActions)
public:
    explicit WindowActions(const PanelContext &context, QObject *parent = nullptr);

    QAction *newProject;
    QAction *workers; ///< start or stop
    QAction *pause; ///< pause or resume everything
    QAction *run; ///< the chosen project
    QAction *deploy;
    QAction *openService;
    QAction *dashboard;
    QAction *quit;

private:
    [[nodiscard]] QAction *make(const QString &icon, const QString &text, const QKeySequence &shortcut);
    void refresh();

    PanelContext m_context;
};

} // namespace slipway::ui
