// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/models.h"
#include "core/storage/connection.h"

namespace slipway::forge {

/// Who acts at the local forge when nobody else is named.
[[nodiscard]] inline QString localAuthor()
{
    return QStringLiteral("slipway");
}

/// Statements on issues, comments and reviews. Run in the storage thread; NotFound for a repository or number that is
/// not there, Invalid for an empty title or a text over the limit.
namespace issuerecords {

constexpr qsizetype maxTitle = 1024;
constexpr qsizetype maxBody = 1024 * 1024;

[[nodiscard]] Result<> checkText(const QString &title, const QString &body);
/// The next number of the repository; issues and pull requests share the row.
[[nodiscard]] Result<int> takeNumber(storage::Connection &connection, qint64 repo);

[[nodiscard]] Result<Issue> ensure(storage::Connection &connection, const QString &repo, const QString &marker,
                                   const Issue &issue, const QDateTime &now);
[[nodiscard]] Result<Issue> find(storage::Connection &connection, const QString &repo, int number);
[[nodiscard]] Result<QList<Issue>> all(storage::Connection &connection, const QString &repo);
/// Labels and state of an issue or a pull request. A merged pull request keeps its state (Invalid).
[[nodiscard]] Result<> change(storage::Connection &connection, const QString &repo, int number,
                              const IssueChange &change, const QDateTime &now);

[[nodiscard]] Result<> ensureComment(storage::Connection &connection, const QString &repo, int number,
                                     const QString &marker, const QString &body, const QDateTime &now);
[[nodiscard]] Result<QList<Comment>> comments(storage::Connection &connection, const QString &repo, int number);
[[nodiscard]] Result<QList<Comment>> commentsSince(storage::Connection &connection, const QString &repo,
                                                   const QDateTime &since);

[[nodiscard]] Result<> ensureReview(storage::Connection &connection, const QString &repo, int number,
                                    const QString &marker, const Review &review, const QDateTime &now);
[[nodiscard]] Result<QList<Review>> reviews(storage::Connection &connection, const QString &repo, int number);

} // namespace issuerecords
} // namespace slipway::forge
