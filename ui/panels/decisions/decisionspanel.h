// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"
#include "ui/widgets/panel.h"

class QListView;
class QToolButton;

namespace slipway::ui {

class GateListModel;

/// The inbox of what waits for a person: plans, budgets, accounts, stuck tasks.
class DecisionsPanel final : public Panel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DecisionsPanel)
public:
    explicit DecisionsPanel(const PanelContext &context, QWidget *parent = nullptr);

private:
    void open(const QModelIndex &index);
    void openById(const QString &id);
    void refresh();

    PanelContext m_context;
    GateListModel *m_model;
    QListView *m_view;
    QToolButton *m_review;
};

} // namespace slipway::ui
