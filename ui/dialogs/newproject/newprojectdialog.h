// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace slipway::ui {

class IdeaPage;
class PlanningPage;

/// From an idea to an approved plan. Not modal: closing it stops nothing, the plan then waits among the decisions.
class NewProjectDialog final : public QDialog {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NewProjectDialog)
public:
    explicit NewProjectDialog(const PanelContext &context, QWidget *parent = nullptr);
    void setIdea(const QString &idea);
    /// The main button's act: creates, then approves, then runs the pipeline and closes.
    void proceed();

private:
    void create();
    void created(const QJsonObject &answer);
    void findProject();
    void openPlanning(const QString &project);
    void refresh();

    PanelContext m_context;
    QStackedWidget *m_pages;
    IdeaPage *m_idea;
    PlanningPage *m_planning;
    QLabel *m_problem;
    QPushButton *m_main;
    QPushButton *m_close;
    QStringList m_before; ///< the projects there were when the command was sent
    bool m_busy = false;
    bool m_searching = false;
};

} // namespace slipway::ui
