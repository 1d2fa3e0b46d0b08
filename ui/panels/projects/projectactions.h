// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"

class QMenu;
class QWidget;

namespace slipway::ui {

/// What can be done with a project, for menus and buttons.
class ProjectActions final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProjectActions)
public:
    ProjectActions(const PanelContext &context, QWidget *window);
    void fill(QMenu *menu, const domain::ProjectView &project);

    void run(const QString &project);
    void deploy(const QString &project);
    void setPaused(const QString &project, bool paused);
    void makeActive(const QString &project);
    void openUrl(const domain::ProjectView &project);
    void openFolder(const domain::ProjectView &project);
    /// Asks first: files and the repository go too.
    void remove(const domain::ProjectView &project);

private:
    PanelContext m_context;
    QWidget *m_window;
};

} // namespace slipway::ui
