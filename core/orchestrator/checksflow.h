// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/monitor/pipelinemonitor.h"
#include "core/orchestrator/attention.h"
#include "core/orchestrator/projectviews.h"

#include <map>

namespace slipway::orchestrator {

/// One PipelineMonitor a project, and what follows from what it says: green lets the review begin, red sends the author
/// back with the evidence (bounded), unsupported asks a person. Engine thread; await stop() before destruction.
class ChecksFlow final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChecksFlow)
public:
    ChecksFlow(Services &services, ProjectViews &views, Attention &attention, QObject *parent = nullptr);

    void startMonitor(ProjectPtr project);
    [[nodiscard]] QCoro::Task<> stopMonitor(QString project);
    /// Origin's switch: the target's monitor starts anew and polls at once.
    void restartMonitor(ProjectPtr project);
    void watch(const QString &project, int pullRequest, const QString &head);
    [[nodiscard]] QCoro::Task<> stop();
    static QString weakenedKind(); ///< of the gate about a change that weakens the checks
    /// After a person accepted what CI cannot check, or what weakens it.
    [[nodiscard]] Async<> letReviewBegin(QString project, int pullRequest);

private:
    /// Green: the review may begin, unless it is green because it looks at less; people are told if it was red before.
    [[nodiscard]] Async<> pass(ProjectPtr project, int pullRequest, QString sha);
    /// Asks a person about a change that weakens the checks; false if there is nothing (more) to ask.
    [[nodiscard]] Async<bool> askAboutWeakening(ProjectPtr project, int pullRequest, QString sha);
    /// Waits for what follows from a judgement; if that failed, the head is judged again later.
    [[nodiscard]] Async<> follow(Async<> consequence, QString project, int pullRequest, QString sha);
    [[nodiscard]] Async<> mend(ProjectPtr project, int pullRequest, domain::CiRun run);
    [[nodiscard]] Async<> mendDefaultBranch(ProjectPtr project, domain::CiRun run);
    void askAboutUnsupported(const ProjectPtr &project, int pullRequest, const domain::CiRun &run);
    [[nodiscard]] std::optional<domain::Task> authorOf(const QString &project, int pullRequest) const;

    Services &m_services;
    ProjectViews &m_views;
    Attention &m_attention;
    std::map<QString, std::unique_ptr<monitor::PipelineMonitor>> m_monitors;
    QSet<QString> m_mended; ///< runs of the default branch that were dealt with
    QSet<QString> m_fixed; ///< task and round that people were told of
    base::TaskScope m_scope;
};

} // namespace slipway::orchestrator
