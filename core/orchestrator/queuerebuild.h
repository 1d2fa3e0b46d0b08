// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/authorresults.h"
#include "core/orchestrator/projectflow.h"

namespace slipway::orchestrator {

/// Makes the queue of a project anew after Redis has lost it: the plan and the journal on disk say what there was, the forge
/// says how far it came. Only while no worker of this engine claims. Engine thread.
class QueueRebuild final {
public:
    QueueRebuild(Services &services, ProjectViews &views, AuthorResults &authors);
    /// What is there already is left alone, so it may be done again. Gives the issues that are held: release them once
    /// everything is there. `flow` lives until it is through.
    [[nodiscard]] Async<QList<domain::TaskKey>> rebuild(ProjectPtr project, ProjectFlow *flow);

private:
    /// A pull request that is open stands for work that is done: its task goes on with the review.
    [[nodiscard]] Async<> takeUpPullRequests(ProjectPtr project, QList<domain::Task> tasks);
    [[nodiscard]] Async<> takeUp(ProjectPtr project, domain::Task task, forge::PullRequest pull);
    /// What the faces still show and nobody will ever end, such as the review of what was merged as Redis lost it.
    [[nodiscard]] Async<> dropLost(ProjectPtr project);
    Services &m_services;
    ProjectViews &m_views;
    AuthorResults &m_authors;
};

} // namespace slipway::orchestrator
