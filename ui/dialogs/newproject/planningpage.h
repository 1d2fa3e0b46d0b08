// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"
#include "ui/models/coalescer.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QTabWidget;

namespace slipway::ui {

class MarkdownView;
class PlanEditor;
class StageStepper;

/// The second page: the requirements as they are written, then the plan, to be changed and approved.
class PlanningPage final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlanningPage)
public:
    explicit PlanningPage(const PanelContext &context, QWidget *parent = nullptr);
    void follow(const QString &project);
    [[nodiscard]] const QString &project() const { return m_project; }
    [[nodiscard]] const QString &gate() const { return m_gate; } ///< of the plan; empty while there is none
    [[nodiscard]] bool canApprove() const;
    /// Sends the changes, then the approval.
    void approve();

Q_SIGNALS:
    void changed(); ///< what can be done may be another thing now
    void approved();
    void finished(); ///< the issues exist

private:
    void refresh();
    void loadPrd();
    void loadPlan();
    void sendApproval();
    [[nodiscard]] const domain::ProjectView *view() const;

    PanelContext m_context;
    QString m_project;
    QString m_gate;
    bool m_busy = false;
    bool m_approved = false;
    StageStepper *m_stages;
    QLabel *m_detail;
    QProgressBar *m_progress;
    QTabWidget *m_tabs;
    MarkdownView *m_prd;
    PlanEditor *m_plan;
    Coalescer m_update;
};

} // namespace slipway::ui
