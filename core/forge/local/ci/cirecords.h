// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/ci.h"
#include "core/storage/connection.h"

namespace slipway::forge {

/// What runs for which commit.
struct CiRunRecord {
    qint64 id = 0;
    qint64 repository = 0;
    QString fullName; ///< of the repository
    QString defaultBranch;
    QString file; ///< of the workflow
    QString base; ///< base branch of the pull request, if there is one
    domain::CiRun run;
};

/// Statements on CI runs, jobs and steps. Run in the storage thread.
namespace cirecords {

/// Adds the run of a workflow file for a commit, or gives nothing if there is one already (a pull request number is then
/// added to it). One that was cancelled is queued again: the branch came back to that commit.
[[nodiscard]] Result<std::optional<CiRunRecord>> add(storage::Connection &connection, const CiRunRecord &record);
[[nodiscard]] Result<CiRunRecord> find(storage::Connection &connection, qint64 id);
/// The same, NotFound unless it belongs to that repository.
[[nodiscard]] Result<CiRunRecord> find(storage::Connection &connection, const QString &repo, const QString &id);
[[nodiscard]] Result<QList<CiRunRecord>> select(storage::Connection &connection, const QString &repo,
                                                const QString &sha, const QString &branch, int limit);
[[nodiscard]] Result<QList<domain::CiJob>> jobs(storage::Connection &connection, qint64 run);

/// Changes the state of an attempt that is in `from`; nothing if it is not (any more).
[[nodiscard]] Result<std::optional<CiRunRecord>> move(storage::Connection &connection, qint64 id, int attempt,
                                                      domain::CiState from, domain::CiState to, const QString &reason,
                                                      const QDateTime &now);
/// Cancels what is queued or running for other commits of the branch.
[[nodiscard]] Result<QList<CiRunRecord>> cancelOlder(storage::Connection &connection, qint64 repo,
                                                     const QString &branch, const QString &keepSha,
                                                     const QDateTime &now);
/// Queues a finished run again as its next attempt; nothing if it is queued or running.
[[nodiscard]] Result<std::optional<CiRunRecord>> again(storage::Connection &connection, qint64 id);
/// Queues runs again that were running when the engine ended.
[[nodiscard]] Result<QList<CiRunRecord>> recover(storage::Connection &connection);
/// Runs that wait, oldest first.
[[nodiscard]] Result<QList<qint64>> queued(storage::Connection &connection);
/// Forgets the oldest finished runs of the repository beyond `keep`; the ids of those.
[[nodiscard]] Result<QList<qint64>> prune(storage::Connection &connection, qint64 repo, int keep);
[[nodiscard]] Result<QList<qint64>> idsOf(storage::Connection &connection, qint64 repo);

[[nodiscard]] Result<> saveJob(storage::Connection &connection, qint64 run, int attempt, int position,
                               const domain::CiJob &job);

} // namespace cirecords
} // namespace slipway::forge
