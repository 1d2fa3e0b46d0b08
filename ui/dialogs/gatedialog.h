// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"

#include <QDialog>

class QDialogButtonBox;
class QLineEdit;
class QPushButton;

namespace slipway::ui {

class MarkdownView;
class PlanEditor;

/// One decision: what it is about, and yes or no. A plan can be read beside its requirements and edited before it is
/// approved. Closes by itself when somebody else decided.
class GateDialog final : public QDialog {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GateDialog)
public:
    GateDialog(const PanelContext &context, const domain::GateView &gate, QWidget *parent = nullptr);

private:
    void buildHead(class QVBoxLayout *layout);
    void buildPlan(class QVBoxLayout *layout);
    void buildButtons(class QVBoxLayout *layout);
    void loadPlan();
    void approve();
    void sendApproval();
    void reject_();
    void setBusy(bool busy);

    PanelContext m_context;
    domain::GateView m_gate;
    PlanEditor *m_plan = nullptr;
    MarkdownView *m_prd = nullptr;
    QLineEdit *m_why;
    QPushButton *m_approve;
    QPushButton *m_reject;
};

} // namespace slipway::ui
