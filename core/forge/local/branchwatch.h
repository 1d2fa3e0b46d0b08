// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/forge/local/barerepositories.h"
#include "core/forge/local/layout.h"
#include "core/forge/local/repositoryrecords.h"
#include "core/storage/database.h"

namespace slipway::forge {

class LocalCi;

/// Notices every branch that moved, whoever moved it: our own push and merge, or a person's `git push` into the bare
/// repository. What moved gets its CI runs; a deleted head branch ends its pull request. Nothing listens to git hooks:
/// the refs are compared with the last ones seen, so nothing is missed while Slipway is not running. Engine thread.
class BranchWatch final {
public:
    BranchWatch(storage::Database &database, git::Git &git, LocalCi &ci, const base::Clock &clock, Layout layout);

    /// Compares and acts; the live heads. Repeating it does nothing twice.
    [[nodiscard]] Async<QHash<QString, QString>> scan(QString repo);

private:
    struct Seen {
        RepositoryRecord repository;
        QHash<QString, QString> heads;
    };
    [[nodiscard]] Async<> moved(RepositoryRecord repository, QString branch, QString sha);
    [[nodiscard]] Async<> gone(RepositoryRecord repository, QString branch);

    storage::Database &m_database;
    git::Git &m_git;
    LocalCi &m_ci;
    const base::Clock &m_clock;
    Layout m_layout;
    BareRepositories m_repositories;
};

} // namespace slipway::forge
