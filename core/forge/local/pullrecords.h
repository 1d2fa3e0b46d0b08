// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/models.h"
#include "core/storage/connection.h"

namespace slipway::forge {

/// Statements on pull requests. Run in the storage thread. `headSha` is what was last seen of the head branch; callers
/// put the live one over it while the pull request is open.
namespace pullrecords {

[[nodiscard]] Result<PullRequest> find(storage::Connection &connection, const QString &repo, int number);
[[nodiscard]] Result<QList<PullRequest>> all(storage::Connection &connection, const QString &repo);
/// The open one of a head branch, else none.
[[nodiscard]] Result<std::optional<PullRequest>> open(storage::Connection &connection, const QString &repo,
                                                      const QString &head);
/// The open one of the head branch, created if there is none.
[[nodiscard]] Result<PullRequest> ensure(storage::Connection &connection, const QString &repo,
                                         const PullRequest &wanted, const QDateTime &now);
[[nodiscard]] Result<> rememberHead(storage::Connection &connection, qint64 repo, const QString &head,
                                    const QString &sha);
[[nodiscard]] Result<> markMerged(storage::Connection &connection, const QString &repo, int number,
                                  const QString &headSha, const QString &mergeSha, const QDateTime &now);
/// Closes the open pull request of a head branch that was deleted.
[[nodiscard]] Result<> closeOf(storage::Connection &connection, qint64 repo, const QString &head, const QDateTime &now);

} // namespace pullrecords
} // namespace slipway::forge
