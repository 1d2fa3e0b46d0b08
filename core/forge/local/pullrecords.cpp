// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/pullrecords.h"

#include "core/forge/local/issuerecords.h"
#include "core/forge/local/layout.h"
#include "core/forge/local/repositoryrecords.h"

namespace slipway::forge::pullrecords {

using storage::Connection;
using storage::Row;
using storage::storedTime;

namespace {

PullRequestState stateOf(const QString &name)
{
    if (name == QLatin1String("open"))
        return PullRequestState::Open;
    return name == QLatin1String("merged") ? PullRequestState::Merged : PullRequestState::Closed;
}

PullRequest pullOf(const QString &repo, const Row &row)
{
    PullRequest pull;
    pull.number = row.integer("number");
    pull.title = row.text("title");
    pull.body = row.text("body");
    pull.url = Layout::pullUrl(repo, pull.number);
    pull.head = row.text("head");
    pull.base = row.text("base");
    pull.headSha = row.text("head_sha");
    pull.mergeSha = row.text("merge_sha");
    pull.state = stateOf(row.text("state"));
    pull.createdAt = row.time("created_at");
    pull.mergedAt = row.time("merged_at");
    return pull;
}

} // namespace

Result<PullRequest> find(Connection &connection, const QString &repo, int number)
{
    TRY(const auto repository, repositoryrecords::find(connection, repo));
    TRY(const auto row,
        connection.row(QStringLiteral("SELECT * FROM items WHERE repo = ? AND number = ? AND kind = 'pull'"),
                       repository.id, number));
    if (!row)
        return fail(ErrorCode::NotFound, QStringLiteral("%1 has no pull request #%2").arg(repo).arg(number));
    return pullOf(repository.fullName, *row);
}

Result<QList<PullRequest>> all(Connection &connection, const QString &repo)
{
    TRY(const auto repository, repositoryrecords::find(connection, repo));
    TRY(const auto rows,
        connection.rows(QStringLiteral("SELECT * FROM items WHERE repo = ? AND kind = 'pull' ORDER BY number"),
                        repository.id));
    QList<PullRequest> pulls;
    pulls.reserve(rows.size());
    for (const auto &row : rows)
        pulls.append(pullOf(repository.fullName, row));
    return pulls;
}

Result<std::optional<PullRequest>> open(Connection &connection, const QString &repo, const QString &head)
{
    TRY(const auto repository, repositoryrecords::find(connection, repo));
    TRY(const auto row,
        connection.row(
            QStringLiteral("SELECT * FROM items WHERE repo = ? AND head = ? AND kind = 'pull' AND state = 'open'"),
            repository.id, head));
    return row ? std::optional(pullOf(repository.fullName, *row)) : std::nullopt;
}

Result<PullRequest> ensure(Connection &connection, const QString &repo, const PullRequest &wanted, const QDateTime &now)
{
    TRY(const auto known, open(connection, repo, wanted.head));
    if (known)
        return *known;
    CHECK(issuerecords::checkText(wanted.title, wanted.body));
    TRY(const auto repository, repositoryrecords::find(connection, repo));
    TRY(const int number, issuerecords::takeNumber(connection, repository.id));
    CHECK(connection.exec(
        QStringLiteral("INSERT INTO items (repo, number, kind, state, title, body, author, created_at, head, base, "
                       "head_sha) VALUES (?, ?, 'pull', 'open', ?, ?, ?, ?, ?, ?, ?)"),
        repository.id, number, wanted.title, wanted.body, localAuthor(), storedTime(now), wanted.head, wanted.base,
        wanted.headSha));
    return find(connection, repo, number);
}

Result<> rememberHead(Connection &connection, qint64 repo, const QString &head, const QString &sha)
{
    CHECK(connection.exec(QStringLiteral("UPDATE items SET head_sha = ? WHERE repo = ? AND head = ? AND kind = 'pull' "
                                         "AND state = 'open'"),
                          sha, repo, head));
    return {};
}

Result<> markMerged(Connection &connection, const QString &repo, int number, const QString &headSha,
                    const QString &mergeSha, const QDateTime &now)
{
    TRY(const auto repository, repositoryrecords::find(connection, repo));
    CHECK(connection.exec(
        QStringLiteral("UPDATE items SET state = 'merged', head_sha = ?, merge_sha = ?, merged_at = ?, closed_at = ? "
                       "WHERE repo = ? AND number = ? AND kind = 'pull' AND state = 'open'"),
        headSha, mergeSha, storedTime(now), storedTime(now), repository.id, number));
    return {};
}

Result<> closeOf(Connection &connection, qint64 repo, const QString &head, const QDateTime &now)
{
    CHECK(connection.exec(QStringLiteral("UPDATE items SET state = 'closed', closed_at = ? WHERE repo = ? AND head = ? "
                                         "AND kind = 'pull' AND state = 'open'"),
                          storedTime(now), repo, head));
    return {};
}

} // namespace slipway::forge::pullrecords
