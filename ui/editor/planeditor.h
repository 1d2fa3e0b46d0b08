// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/plan.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTextBrowser;
class QTreeView;

namespace slipway::ui {

class PlanModel;

/// A plan as a table that can be edited, the chosen issue in full below it, and what is wrong with the plan.
class PlanEditor final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlanEditor)
public:
    explicit PlanEditor(QWidget *parent = nullptr);
    void setPlan(const domain::Plan &plan);
    void setReadOnly(bool readOnly);
    [[nodiscard]] const domain::Plan &plan() const;
    [[nodiscard]] bool isEdited() const;
    [[nodiscard]] bool isAcceptable() const; ///< breaks no rule

Q_SIGNALS:
    void changed();

private:
    void refreshRules();
    void showIssue();

    PlanModel *m_model;
    QTreeView *m_view;
    QTextBrowser *m_issue;
    QLabel *m_rules;
    QPushButton *m_remove;
};

} // namespace slipway::ui
