// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"
#include "ui/models/coalescer.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace slipway::ui {

class CountBar;
class ElidedLabel;
class Pill;
class ProjectActions;
class StageStepper;
class StatTile;

/// The chosen project at a glance: where its journey stands, issues, CI, deployment, cost.
class OverviewPage final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OverviewPage)
public:
    explicit OverviewPage(const PanelContext &context, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void buildHeader(class QVBoxLayout *layout);
    void buildTiles(class QVBoxLayout *layout);
    void refresh();
    void show(const domain::ProjectView &project);
    [[nodiscard]] const domain::ProjectView *project() const;

    PanelContext m_context;
    ProjectActions *m_actions;
    QLabel *m_name;
    Pill *m_state;
    Pill *m_recording;
    ElidedLabel *m_idea;
    ElidedLabel *m_detail;
    StageStepper *m_stages;
    StatTile *m_issues;
    StatTile *m_ci;
    StatTile *m_deploy;
    StatTile *m_cost;
    QToolButton *m_menu;
    QToolButton *m_open;
    QPushButton *m_run;
    Coalescer m_update;
};

} // namespace slipway::ui
