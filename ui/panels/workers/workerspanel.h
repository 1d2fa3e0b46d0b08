// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"
#include "ui/widgets/panel.h"

class QComboBox;
class QLabel;
class QListView;
class QStackedWidget;

namespace slipway::ui {

class ElidedLabel;
class TaskActions;
class TranscriptLoader;
class TranscriptView;
class WorkerListModel;

/// The workers, and the transcript of the one that is chosen (or of any run of a task).
class WorkersPanel final : public Panel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WorkersPanel)
public:
    explicit WorkersPanel(const PanelContext &context, QWidget *parent = nullptr);
    /// Lists the runs of a task and opens the newest.
    void showTask(const QString &task);

private:
    [[nodiscard]] QWidget *buildTranscriptPane();
    void showMenu(const QPoint &position);
    void followWorker();
    void takeRuns(const QString &task, const Result<QJsonObject> &result);
    void openRun(const QString &run, const QString &title);
    void updateSummary();

    PanelContext m_context;
    WorkerListModel *m_model;
    TaskActions *m_taskActions;
    QListView *m_view;
    TranscriptLoader *m_loader;
    TranscriptView *m_transcript;
    QStackedWidget *m_pane;
    ElidedLabel *m_title;
    QComboBox *m_runs;
    QLabel *m_problem;
    QLabel *m_summary;
    QString m_worker; ///< the one followed; empty while a task's runs are shown
};

} // namespace slipway::ui
