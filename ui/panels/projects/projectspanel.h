// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"
#include "ui/widgets/panel.h"

class QListView;

namespace slipway::ui {

class ProjectActions;
class ProjectListModel;

/// All projects as cards; the chosen one is what the other panels show.
class ProjectsPanel final : public Panel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProjectsPanel)
public:
    explicit ProjectsPanel(const PanelContext &context, QWidget *parent = nullptr);

private:
    void syncSelection();
    void showMenu(const QPoint &position);

    PanelContext m_context;
    ProjectListModel *m_model;
    ProjectActions *m_actions;
    QListView *m_view;
};

} // namespace slipway::ui
