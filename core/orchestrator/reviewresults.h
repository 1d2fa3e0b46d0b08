// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/merge/mergetrain.h"
#include "core/orchestrator/checksflow.h"
#include "core/orchestrator/deployflow.h"
#include "core/workers/handin.h"

#include <map>

namespace slipway::orchestrator {

/// What the engine does with a review: approve → merge → close, or findings back to the author's queue (bounded). A
/// conflict sends the author back to resolve it. Engine thread.
class ReviewResults final {
public:
    ReviewResults(Services &services, Attention &attention, DeployFlow &deploys);
    [[nodiscard]] Async<> handle(ProjectPtr project, domain::Task review, workers::RunResult result);
    /// A person does not accept the head as it is: its author goes to work again, before any review.
    [[nodiscard]] Async<> refuse(ProjectPtr project, int pullRequest, QString summary);
    void forget(const QString &project);
    /// The task of this issue returns to its author's queue with what is added to its context; given to a person when
    /// `counter` is beyond the limit. Nothing happens if it is there already.
    [[nodiscard]] Async<> backToAuthor(ProjectPtr project, int issue, QString purpose, QString counter, int limit,
                                       QJsonObject additions, QString whatFailed);

private:
    [[nodiscard]] Async<> approve(ProjectPtr project, domain::Task review, workers::RunResult result);
    [[nodiscard]] Async<> merged(ProjectPtr project, domain::Task review, workers::RunResult result);
    [[nodiscard]] Async<> sendBack(ProjectPtr project, domain::Task review, workers::RunResult result);
    [[nodiscard]] Async<> finish(domain::Task review, workers::RunResult result);
    [[nodiscard]] merge::MergeTrain &trainOf(const ProjectPtr &project);

    Services &m_services;
    Attention &m_attention;
    DeployFlow &m_deploys;
    std::map<QString, std::unique_ptr<merge::MergeTrain>> m_trains;
};

/// The review as a comment: summary, criteria one by one, findings.
[[nodiscard]] QString reviewBody(const QJsonObject &verdict);

} // namespace slipway::orchestrator
