// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"

class QMenu;
class QWidget;

namespace slipway::ui {

/// What can be done with tasks, for menus and buttons. Acts on each of the tasks given.
class TaskActions final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TaskActions)
public:
    TaskActions(const PanelContext &context, QWidget *window);
    void fill(QMenu *menu, const QList<domain::Task> &tasks);

    void retry(const QList<domain::Task> &tasks);
    void release(const QList<domain::Task> &tasks);
    void prioritise(const QList<domain::Task> &tasks, int priority);
    void cancel(const QList<domain::Task> &tasks);
    void message(const QList<domain::Task> &tasks);
    static void openPage(const domain::Task &task);

    [[nodiscard]] static bool canRetry(const domain::Task &task);
    [[nodiscard]] static bool canRelease(const domain::Task &task);
    [[nodiscard]] static bool canCancel(const domain::Task &task);

private:
    void each(const QString &verb, const QList<domain::Task> &tasks, const QJsonObject &more, const QString &done);

    PanelContext m_context;
    QWidget *m_window;
};

} // namespace slipway::ui
