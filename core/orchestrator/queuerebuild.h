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
    QueueRebuild(Services &services, AuthorResults &authors);
    /// Does nothing for a project that was never queued, or has tasks.
    [[nodiscard]] Async<bool> rebuild(ProjectPtr project, ProjectFlow *flow);

private:
    /// A pull request that is open stands for work that is done: its task goes on with the review.
    [[nodiscard]] Async<> takeUpPullRequests(ProjectPtr project);
    Services &m_services;
    AuthorResults &m_authors;
};

} // namespace slipway::orchestrator
