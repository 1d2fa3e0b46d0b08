// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/issuerecords.h"

#include "core/forge/local/layout.h"
#include "core/forge/local/repositoryrecords.h"

namespace slipway::forge::issuerecords {

using storage::Connection;
using storage::Row;
using storage::storedTime;

namespace {

std::unexpected<Error> noItem(const QString &repo, int number, const char *what)
{
    return fail(ErrorCode::NotFound, QStringLiteral("%1 has no %2 #%3").arg(repo, QLatin1String(what)).arg(number));
}

/// Repository and row of an issue or pull request.
struct Item {
    RepositoryRecord repository;
    Row row;
};

Result<Item> findItem(Connection &connection, const QString &repo, int number)
{
    TRY(auto repository, repositoryrecords::find(connection, repo));
    TRY(auto row,
        connection.row(QStringLiteral("SELECT * FROM items WHERE repo = ? AND number = ?"), repository.id, number));
    if (!row)
        return noItem(repo, number, "issue or pull request");
    return Item { std::move(repository), std::move(*row) };
}

/// Everybody who can reach the local forge is its owner; what Slipway's roles write begins with its name.
Standing standingOf(const QString &author)
{
    return author == localAuthor() || author.startsWith(localAuthor() + QLatin1Char('-')) ? Standing::Ours
                                                                                          : Standing::Member;
}

Comment commentOf(const Row &row)
{
    Comment comment;
    comment.id = row.number("id");
    comment.author = row.text("author");
    comment.body = row.text("body");
    comment.createdAt = row.time("created_at");
    comment.standing = standingOf(comment.author);
    comment.number = row.integer("number");
    return comment;
}

Issue issueOf(const QString &repo, const Row &row)
{
    Issue issue;
    issue.number = row.integer("number");
    issue.title = row.text("title");
    issue.body = row.text("body");
    issue.author = row.text("author");
    issue.url = Layout::issueUrl(repo, issue.number);
    issue.state = row.text("state") == QLatin1String("open") ? IssueState::Open : IssueState::Closed;
    issue.createdAt = row.time("created_at");
    issue.closedAt = row.time("closed_at");
    issue.standing = standingOf(issue.author);
    issue.marker = row.text("marker");
    return issue;
}

Result<> addLabels(Connection &connection, qint64 repo, int number, const QStringList &labels)
{
    for (const auto &label : labels) {
        // GitHub makes a label that does not exist when an issue asks for it; so do we.
        CHECK(connection.exec(
            QStringLiteral("INSERT INTO labels (repo, name, color, description) VALUES (?, ?, 'ededed', '') "
                           "ON CONFLICT DO NOTHING"),
            repo, label));
        CHECK(connection.exec(QStringLiteral("INSERT INTO item_labels (repo, number, label, position) VALUES (?, ?, ?, "
                                             "(SELECT coalesce(max(position), 0) + 1 FROM item_labels "
                                             "WHERE repo = ? AND number = ?)) ON CONFLICT DO NOTHING"),
                              repo, number, label, repo, number));
    }
    return {};
}

Result<Issue> create(Connection &connection, const RepositoryRecord &repository, const QString &marker,
                     const Issue &issue, const QDateTime &now)
{
    CHECK(checkText(issue.title, issue.body));
    TRY(const int number, takeNumber(connection, repository.id));
    const auto state = issue.state == IssueState::Open ? QStringLiteral("open") : QStringLiteral("closed");
    CHECK(connection.exec(
        QStringLiteral("INSERT INTO items (repo, number, kind, state, marker, title, body, author, created_at, "
                       "closed_at) VALUES (?, ?, 'issue', ?, ?, ?, ?, ?, ?, ?)"),
        repository.id, number, state, marker, issue.title, issue.body,
        issue.author.isEmpty() ? localAuthor() : issue.author, storedTime(now),
        issue.state == IssueState::Open ? qint64(0) : storedTime(now)));
    CHECK(addLabels(connection, repository.id, number, issue.labels));
    for (const int blocker : issue.blockedBy) {
        CHECK(connection.exec(QStringLiteral("INSERT INTO item_blockers (repo, number, blocker) VALUES (?, ?, ?) "
                                             "ON CONFLICT DO NOTHING"),
                              repository.id, number, blocker));
    }
    return find(connection, repository.fullName, number);
}

QString verdictName(ReviewVerdict verdict)
{
    switch (verdict) {
    case ReviewVerdict::Approve:
        return QStringLiteral("approve");
    case ReviewVerdict::RequestChanges:
        return QStringLiteral("request_changes");
    case ReviewVerdict::Comment:
        break;
    }
    return QStringLiteral("comment");
}

ReviewVerdict verdictOf(const QString &name)
{
    if (name == QLatin1String("approve"))
        return ReviewVerdict::Approve;
    return name == QLatin1String("request_changes") ? ReviewVerdict::RequestChanges : ReviewVerdict::Comment;
}

Result<> changeState(Connection &connection, const Item &item, int number, IssueState state, const QDateTime &now)
{
    const QString current = item.row.text("state");
    if (current == QLatin1String("merged")) {
        return fail(ErrorCode::Invalid, QStringLiteral("Pull request #%1 is merged and stays so").arg(number));
    }
    const bool open = state == IssueState::Open;
    if (open == (current == QLatin1String("open")))
        return {};
    auto changed
        = connection.exec(QStringLiteral("UPDATE items SET state = ?, closed_at = ? WHERE repo = ? AND number = ?"),
                          open ? QStringLiteral("open") : QStringLiteral("closed"), open ? qint64(0) : storedTime(now),
                          item.repository.id, number);
    if (!changed && changed.error().code == ErrorCode::Conflict) {
        return fail(ErrorCode::Conflict,
                    QStringLiteral("The branch of pull request #%1 has another open one").arg(number),
                    QStringLiteral("Close that one first"));
    }
    CHECK(changed);
    return {};
}

} // namespace

Result<> checkText(const QString &title, const QString &body)
{
    if (title.trimmed().isEmpty())
        return fail(ErrorCode::Invalid, QStringLiteral("An issue or pull request needs a title"));
    if (title.size() > maxTitle)
        return fail(ErrorCode::Invalid,
                    QStringLiteral("The title has %1 characters, %2 are allowed").arg(title.size()).arg(maxTitle));
    if (body.size() > maxBody)
        return fail(ErrorCode::Invalid,
                    QStringLiteral("The text has %1 characters, %2 are allowed").arg(body.size()).arg(maxBody));
    return {};
}

Result<int> takeNumber(Connection &connection, qint64 repo)
{
    TRY(const auto row, connection.row(QStringLiteral("SELECT next_number FROM repositories WHERE id = ?"), repo));
    CHECK(connection.exec(QStringLiteral("UPDATE repositories SET next_number = next_number + 1 WHERE id = ?"), repo));
    return row ? row->integer("next_number") : 0;
}

Result<Issue> ensure(Connection &connection, const QString &repo, const QString &marker, const Issue &issue,
                     const QDateTime &now)
{
    if (marker.isEmpty())
        return fail(ErrorCode::Invalid, QStringLiteral("An issue needs a marker to be found again"));
    TRY(const auto repository, repositoryrecords::find(connection, repo));
    TRY(const auto known,
        connection.row(QStringLiteral("SELECT number FROM items WHERE repo = ? AND marker = ?"), repository.id,
                       marker));
    if (known)
        return find(connection, repo, known->integer("number"));
    return create(connection, repository, marker, issue, now);
}

Result<Issue> find(Connection &connection, const QString &repo, int number)
{
    TRY(const auto item, findItem(connection, repo, number));
    if (item.row.text("kind") != QLatin1String("issue")) {
        return fail(ErrorCode::NotFound, QStringLiteral("#%1 of %2 is a pull request, no issue").arg(number).arg(repo));
    }
    auto issue = issueOf(item.repository.fullName, item.row);
    TRY(const auto labels,
        connection.rows(QStringLiteral("SELECT label FROM item_labels WHERE repo = ? AND number = ? ORDER BY position"),
                        item.repository.id, number));
    for (const auto &row : labels)
        issue.labels.append(row.text("label"));
    TRY(const auto blockers,
        connection.rows(
            QStringLiteral("SELECT blocker FROM item_blockers WHERE repo = ? AND number = ? ORDER BY blocker"),
            item.repository.id, number));
    for (const auto &row : blockers)
        issue.blockedBy.append(row.integer("blocker"));
    return issue;
}

Result<QList<Issue>> all(Connection &connection, const QString &repo)
{
    TRY(const auto repository, repositoryrecords::find(connection, repo));
    TRY(const auto rows,
        connection.rows(QStringLiteral("SELECT * FROM items WHERE repo = ? AND kind = 'issue' ORDER BY number"),
                        repository.id));
    QList<Issue> issues;
    issues.reserve(rows.size());
    QHash<int, qsizetype> places;
    for (const auto &row : rows) {
        places.insert(row.integer("number"), issues.size());
        issues.append(issueOf(repository.fullName, row));
    }
    // Three queries for any number of issues.
    TRY(const auto labels,
        connection.rows(
            QStringLiteral("SELECT number, label FROM item_labels WHERE repo = ? ORDER BY number, position"),
            repository.id));
    for (const auto &row : labels) {
        if (const auto place = places.constFind(row.integer("number")); place != places.cend())
            issues[*place].labels.append(row.text("label"));
    }
    TRY(const auto blockers,
        connection.rows(
            QStringLiteral("SELECT number, blocker FROM item_blockers WHERE repo = ? ORDER BY number, blocker"),
            repository.id));
    for (const auto &row : blockers) {
        if (const auto place = places.constFind(row.integer("number")); place != places.cend())
            issues[*place].blockedBy.append(row.integer("blocker"));
    }
    return issues;
}

Result<> change(Connection &connection, const QString &repo, int number, const IssueChange &change,
                const QDateTime &now)
{
    TRY(const auto item, findItem(connection, repo, number));
    CHECK(addLabels(connection, item.repository.id, number, change.addLabels));
    for (const auto &label : change.removeLabels) {
        CHECK(connection.exec(QStringLiteral("DELETE FROM item_labels WHERE repo = ? AND number = ? AND label = ?"),
                              item.repository.id, number, label));
    }
    if (change.state)
        CHECK(changeState(connection, item, number, *change.state, now));
    return {};
}

Result<> ensureComment(Connection &connection, const QString &repo, int number, const QString &marker,
                       const QString &body, const QDateTime &now)
{
    TRY(const auto item, findItem(connection, repo, number));
    if (marker.isEmpty() || body.size() > maxBody)
        return fail(ErrorCode::Invalid,
                    QStringLiteral("A comment needs a marker and a text of at most %1 characters").arg(maxBody));
    CHECK(connection.exec(QStringLiteral("INSERT INTO comments (repo, number, marker, author, body, created_at) "
                                         "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (repo, number, marker) DO NOTHING"),
                          item.repository.id, number, marker, localAuthor(), body, storedTime(now)));
    return {};
}

Result<QList<Comment>> comments(Connection &connection, const QString &repo, int number)
{
    TRY(const auto item, findItem(connection, repo, number));
    TRY(const auto rows,
        connection.rows(QStringLiteral("SELECT * FROM comments WHERE repo = ? AND number = ? ORDER BY id"),
                        item.repository.id, number));
    QList<Comment> comments;
    for (const auto &row : rows)
        comments.append(commentOf(row));
    return comments;
}

Result<QList<Comment>> commentsSince(Connection &connection, const QString &repo, const QDateTime &since)
{
    TRY(const auto repository, repositoryrecords::find(connection, repo));
    TRY(const auto rows,
        connection.rows(QStringLiteral("SELECT * FROM comments WHERE repo = ? AND created_at >= ? ORDER BY id"),
                        repository.id, since.isValid() ? storedTime(since) : qint64(0)));
    QList<Comment> comments;
    for (const auto &row : rows)
        comments.append(commentOf(row));
    return comments;
}

Result<> ensureReview(Connection &connection, const QString &repo, int number, const QString &marker,
                      const Review &review, const QDateTime &now)
{
    TRY(const auto item, findItem(connection, repo, number));
    if (item.row.text("kind") != QLatin1String("pull"))
        return noItem(repo, number, "pull request");
    if (marker.isEmpty() || review.body.size() > maxBody)
        return fail(ErrorCode::Invalid,
                    QStringLiteral("A review needs a marker and a text of at most %1 characters").arg(maxBody));
    CHECK(connection.exec(
        QStringLiteral("INSERT INTO reviews (repo, number, marker, verdict, author, body, sha, created_at) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (repo, number, marker) DO NOTHING"),
        item.repository.id, number, marker, verdictName(review.verdict),
        review.author.isEmpty() ? localAuthor() : review.author, review.body, review.sha, storedTime(now)));
    return {};
}

Result<QList<Review>> reviews(Connection &connection, const QString &repo, int number)
{
    TRY(const auto item, findItem(connection, repo, number));
    if (item.row.text("kind") != QLatin1String("pull"))
        return noItem(repo, number, "pull request");
    TRY(const auto rows,
        connection.rows(QStringLiteral("SELECT * FROM reviews WHERE repo = ? AND number = ? ORDER BY id"),
                        item.repository.id, number));
    QList<Review> reviews;
    for (const auto &row : rows) {
        reviews.append({ row.number("id"), verdictOf(row.text("verdict")), row.text("author"), row.text("body"),
                         row.text("sha"), row.time("created_at") });
    }
    return reviews;
}

} // namespace slipway::forge::issuerecords
