// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/branchwatch.h"

#include "core/forge/local/ci/localci.h"
#include "core/forge/local/pullrecords.h"

namespace slipway::forge {

using storage::Connection;

BranchWatch::BranchWatch(storage::Database &database, git::Git &git, LocalCi &ci, const base::Clock &clock,
                         Layout layout)
    : m_database(database)
    , m_git(git)
    , m_ci(ci)
    , m_clock(clock)
    , m_layout(std::move(layout))
    , m_repositories(git)
{
}

Async<QHash<QString, QString>> BranchWatch::scan(QString repo)
{
    auto lookUp = [repo](Connection &connection) -> Result<Seen> {
        TRY(auto repository, repositoryrecords::find(connection, repo));
        TRY(auto heads, repositoryrecords::branchHeads(connection, repository.id));
        return Seen { std::move(repository), std::move(heads) };
    };
    CO_TRY(const Seen seen, co_await m_database.read(std::move(lookUp)));
    CO_TRY(const auto heads, co_await m_repositories.heads(m_layout.repository(seen.repository.fullName)));
    QStringList branches = heads.keys();
    branches.sort(); // runs get their numbers in a reproducible order
    for (const auto &branch : std::as_const(branches)) {
        const QString sha = heads.value(branch);
        if (seen.heads.value(branch) != sha)
            CO_CHECK(co_await moved(seen.repository, branch, sha));
    }
    const QStringList known = seen.heads.keys();
    for (const auto &branch : known) {
        if (!heads.contains(branch))
            CO_CHECK(co_await gone(seen.repository, branch));
    }
    co_return heads;
}

Async<> BranchWatch::moved(RepositoryRecord repository, QString branch, QString sha)
{
    auto lookUp = [repository, branch](Connection &connection) {
        return pullrecords::open(connection, repository.fullName, branch);
    };
    CO_TRY(const auto pull, co_await m_database.read(std::move(lookUp)));
    CiTrigger trigger { repository, branch, sha, 0, QString() };
    if (pull) {
        trigger.pullRequest = pull->number;
        trigger.base = pull->base;
    }
    CO_CHECK(co_await m_ci.trigger(trigger));
    if (pull)
        CO_CHECK(co_await m_ci.cancelOlder(repository.id, branch, sha));
    // Last, so that a crash before here repeats the above, which does nothing twice.
    auto remember = [id = repository.id, branch, sha](Connection &connection) -> Result<> {
        CHECK(pullrecords::rememberHead(connection, id, branch, sha));
        return repositoryrecords::rememberHead(connection, id, branch, sha);
    };
    co_return co_await m_database.run(std::move(remember));
}

Async<> BranchWatch::gone(RepositoryRecord repository, QString branch)
{
    auto lookUp = [repository, branch](Connection &connection) {
        return pullrecords::open(connection, repository.fullName, branch);
    };
    CO_TRY(const auto pull, co_await m_database.read(std::move(lookUp)));
    bool merged = false;
    QString mergeSha;
    if (pull && !pull->headSha.isEmpty()) {
        // Deleted right after a merge of which we did not live to take note?
        const QString path = m_layout.repository(repository.fullName);
        const QString base = QStringLiteral("refs/heads/") + pull->base;
        const auto contained = co_await m_git.isAncestor(path, pull->headSha, base);
        if (contained && *contained) {
            CO_TRY(mergeSha, co_await m_repositories.mergeCommit(path, base, pull->headSha));
            merged = true;
        }
    }
    auto finish
        = [repository, branch, pull, merged, mergeSha, now = m_clock.now()](Connection &connection) -> Result<> {
        if (merged) {
            CHECK(pullrecords::markMerged(connection, repository.fullName, pull->number, pull->headSha, mergeSha, now));
        } else {
            CHECK(pullrecords::closeOf(connection, repository.id, branch, now));
        }
        return repositoryrecords::rememberHead(connection, repository.id, branch, QString());
    };
    co_return co_await m_database.run(std::move(finish));
}

} // namespace slipway::forge
