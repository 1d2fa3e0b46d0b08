// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/forge/local/barerepositories.h"
#include "core/forge/local/layout.h"
#include "core/forge/models.h"
#include "core/storage/database.h"

namespace slipway::forge {

class BranchWatch;
class LocalCi;

/// Pull requests of the local forge: opening, looking at, merging. Engine thread; not cancellable, each step is short.
///
/// A merge writes the base branch first and the database after. Whoever finds an open pull request whose head the base
/// already contains (the next merge() call, settle() at start, a deleted head branch) takes note of it then.
class PullRequests final {
public:
    PullRequests(storage::Database &database, git::Git &git, LocalCi &ci, BranchWatch &watch, const base::Clock &clock,
                 Layout layout);

    [[nodiscard]] Async<PullRequest> ensure(QString repo, QString head, QString base, QString title, QString body);
    [[nodiscard]] Async<PullRequest> find(QString repo, int number);
    [[nodiscard]] Async<QList<PullRequest>> all(QString repo);
    [[nodiscard]] Async<MergeOutcome> merge(QString repo, int number, QString expectedHead);
    /// Marks what was merged before a crash.
    [[nodiscard]] Async<> settle(QString repo);

private:
    [[nodiscard]] Async<PullRequest> openNew(QString repo, PullRequest wanted, QString baseSha);
    [[nodiscard]] Async<MergeOutcome> mergeOpen(QString repo, PullRequest pull);
    [[nodiscard]] Async<MergeOutcome> markMerged(QString repo, PullRequest pull, QString mergeSha);

    storage::Database &m_database;
    git::Git &m_git;
    LocalCi &m_ci;
    BranchWatch &m_watch;
    const base::Clock &m_clock;
    Layout m_layout;
    BareRepositories m_repositories;
};

} // namespace slipway::forge
