// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"

#include <QWidget>

class QFormLayout;
class QLabel;
class QToolButton;

namespace slipway::ui {

class Pill;
class TaskActions;

/// Everything about the chosen task, and what can be done with it.
class TaskDetails final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TaskDetails)
public:
    TaskDetails(const PanelContext &context, TaskActions &actions, QWidget *parent = nullptr);
    void setTask(const QString &key); ///< empty: nothing chosen
    void refresh();
    [[nodiscard]] const QString &taskKey() const { return m_key; }

private:
    void addRow(const QString &name, QLabel *&value);
    void buildButtons(class QVBoxLayout *layout);
    [[nodiscard]] QString dependenciesText(const domain::Task &task) const;
    void show(const domain::Task &task);

    PanelContext m_context;
    TaskActions &m_actions;
    QString m_key;
    QWidget *m_body;
    QLabel *m_nothing;
    QLabel *m_title;
    Pill *m_phase;
    Pill *m_type;
    QFormLayout *m_form;
    QLabel *m_priority = nullptr, *m_needs = nullptr, *m_worker = nullptr, *m_attempts = nullptr, *m_pull = nullptr,
           *m_branch = nullptr, *m_labels = nullptr, *m_cost = nullptr, *m_changed = nullptr, *m_failure = nullptr;
    QToolButton *m_diff = nullptr, *m_transcript = nullptr, *m_retry = nullptr, *m_more = nullptr;
};

} // namespace slipway::ui
