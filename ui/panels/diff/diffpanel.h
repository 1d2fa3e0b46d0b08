// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/diffrows.h"
#include "ui/engine/panelcontext.h"
#include "ui/models/coalescer.h"
#include "ui/widgets/panel.h"

class QComboBox;
class QLabel;
class QListView;

namespace slipway::ui {

class DiffView;
class EmptyState;
class FileListModel;

/// The changes of one task: files on the left, the unified diff on the right.
class DiffPanel final : public Panel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DiffPanel)
public:
    explicit DiffPanel(const PanelContext &context, QWidget *parent = nullptr);
    void showTask(const QString &task);

private:
    void buildTools();
    void listTasks();
    void take(const QString &task, const Result<QJsonObject> &result);
    void show(DiffRows rows);

    PanelContext m_context;
    FileListModel *m_files;
    QListView *m_list;
    DiffView *m_view;
    QComboBox *m_tasks;
    QLabel *m_summary;
    EmptyState *m_empty;
    QString m_task;
    Coalescer m_update;
};

} // namespace slipway::ui
