// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/historykeeper.h"

#include <QObject>
#include <QSet>
#include <QTimer>

namespace slipway::orchestrator {

/// Derives what faces see of a project from its metadata, its tasks and its CI, and publishes it when it changed. Changes
/// that come in bursts are published once. Engine thread.
class ProjectViews final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProjectViews)
public:
    ProjectViews(Services &services, const HistoryKeeper &history, QObject *parent = nullptr);

    /// Stores the metadata and publishes the view soon.
    void changed(const Project &project);
    void setCi(const QString &project, const domain::CiRun &run);
    void setPaused(const QStringList &paused); ///< names, or `*`
    void restorePaused(const QStringList &paused) { m_paused = paused; } ///< the same without publishing
    void publishNow(const Project &project);
    void forget(const QString &project);
    [[nodiscard]] domain::ProjectView viewOf(const Project &project) const;
    [[nodiscard]] domain::IssueCounts countsOf(const QString &project) const;

Q_SIGNALS:
    void tasksSettled(const QString &project); ///< a burst of task changes was published

private:
    void publishDue();
    Services &m_services;
    const HistoryKeeper &m_history;
    QTimer m_timer;
    QSet<QString> m_due;
    QHash<QString, domain::CiRun> m_ci;
    QStringList m_paused;
};

/// Pull requests whose review is dead: their issues wait for a person, not for a reviewer.
[[nodiscard]] QSet<int> stuckReviews(const QMap<QString, domain::Task> &tasks, const QString &project);
/// How many of a project's issues are where, from its tasks and from what the history holds.
[[nodiscard]] domain::IssueCounts countIssues(const QMap<QString, domain::Task> &tasks, const QString &project,
                                              const history::EndedIssues &ended);

} // namespace slipway::orchestrator
