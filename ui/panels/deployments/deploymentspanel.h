// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"
#include "ui/models/coalescer.h"
#include "ui/widgets/panel.h"

class QLabel;
class QPushButton;
class QToolButton;
class QTreeView;

namespace slipway::ui {

class DeploymentModel;
class ElidedLabel;
class EmptyState;
class Pill;

/// Where the chosen project runs: its address (open, copy), and the history with a way back.
class DeploymentsPanel final : public Panel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeploymentsPanel)
public:
    explicit DeploymentsPanel(const PanelContext &context, QWidget *parent = nullptr);

protected:
    bool event(QEvent *event) override;

private:
    [[nodiscard]] QWidget *buildCurrent();
    [[nodiscard]] QWidget *buildHistory();
    void refresh(); ///< what the snapshot says
    void load(); ///< the history, by a query
    void command(const QString &verb, QJsonObject more, const QString &done);
    [[nodiscard]] const domain::ProjectView *project() const;
    void rollBack();

    PanelContext m_context;
    DeploymentModel *m_model;
    QTreeView *m_view;
    Pill *m_state;
    QLabel *m_url;
    ElidedLabel *m_facts;
    QLabel *m_problem;
    QToolButton *m_copy;
    QToolButton *m_open;
    QPushButton *m_deploy;
    QPushButton *m_undeploy;
    QPushButton *m_rollBack;
    EmptyState *m_empty;
    QString m_known; ///< project and deployment that the list was loaded for
    Coalescer m_update;
};

} // namespace slipway::ui
