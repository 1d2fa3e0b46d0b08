// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/checksflow.h"
#include "core/workers/handin.h"

namespace slipway::orchestrator {

/// What the engine does with the run of an issue: push, pull request, comment, label, review queued; or failure, retry,
/// attention. Every effect is looked up before it is made, so that handling a result twice does nothing twice.
/// Engine thread.
class AuthorResults final {
public:
    AuthorResults(Services &services, ChecksFlow &checks, Attention &attention);
    /// `task` is the verified task (its lease token is the result's).
    [[nodiscard]] Async<> handle(ProjectPtr project, domain::Task task, workers::RunResult result);
    /// The work of this claimed task is there as an open pull request: it goes on with the review, or with the rework that
    /// the last one asked for.
    [[nodiscard]] Async<> resumeReview(ProjectPtr project, domain::Task task, QString token, forge::PullRequest pull);

private:
    [[nodiscard]] Async<> failed(ProjectPtr project, domain::Task task, workers::RunResult result);
    [[nodiscard]] Async<> withoutChanges(ProjectPtr project, domain::Task task, workers::RunResult result);
    /// Whether commits that were to change something did: an author that undoes or repeats itself is stopped by its attempts.
    [[nodiscard]] Async<bool> isProgress(QString mirror, domain::Task task, QString commit);
    [[nodiscard]] Async<> withChanges(ProjectPtr project, domain::Task task, workers::RunResult result);
    [[nodiscard]] Async<QString> import(QString mirror, QString run);
    /// Review queued, author's task in review, checks watched.
    [[nodiscard]] Async<> putInReview(ProjectPtr project, domain::Task task, QString token, forge::PullRequest pull,
                                      queue::TaskEnd end);
    [[nodiscard]] Async<> queueReview(ProjectPtr project, domain::Task task, forge::PullRequest pull, QString mirror);

    Services &m_services;
    ChecksFlow &m_checks;
    Attention &m_attention;
};

} // namespace slipway::orchestrator
