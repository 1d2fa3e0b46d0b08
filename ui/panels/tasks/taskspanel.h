// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"
#include "ui/widgets/panel.h"

class QComboBox;
class QTreeView;

namespace slipway::ui {

class EmptyState;
class SearchField;
class TaskActions;
class TaskDetails;
class TaskFilterModel;
class TaskTableModel;

/// Queues and tasks: the five queues, a table that holds 10,000 tasks, the chosen one in detail.
class TasksPanel final : public Panel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TasksPanel)
public:
    explicit TasksPanel(const PanelContext &context, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *searchField() const override;
    void selectTask(const QString &key);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildTools();
    void buildView();
    void updateProject();
    void updateEmpty();
    void showMenu(const QPoint &position);
    void showHeaderMenu(const QPoint &position);
    [[nodiscard]] QList<domain::Task> selectedTasks() const;

    PanelContext m_context;
    TaskTableModel *m_tasks;
    TaskFilterModel *m_filter;
    TaskActions *m_actions;
    TaskDetails *m_details;
    QTreeView *m_view;
    SearchField *m_search;
    QComboBox *m_group;
    QComboBox *m_scope; ///< the chosen project, or all
    EmptyState *m_empty;
};

} // namespace slipway::ui
