// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"
#include "ui/widgets/panel.h"

class QLabel;
class QTreeView;

namespace slipway::ui {

class CiRunModel;
class ElidedLabel;
class EmptyState;
class LogView;

/// The CI runs of the chosen project with their jobs and steps, and the log of the one chosen.
class CiPanel final : public Panel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CiPanel)
public:
    explicit CiPanel(const PanelContext &context, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    [[nodiscard]] QWidget *buildRuns();
    [[nodiscard]] QWidget *buildLog();
    void load();
    void loadJobs(const QString &run);
    void loadLog();
    void takeChange(const QString &project, const domain::CiRun &run);
    void updateEmpty();

    PanelContext m_context;
    CiRunModel *m_model;
    QTreeView *m_view;
    LogView *m_log;
    ElidedLabel *m_caption;
    QLabel *m_summary;
    EmptyState *m_empty;
    QString m_loaded; ///< project whose runs are shown
    QString m_logOf; ///< run and job whose log is shown
};

} // namespace slipway::ui
