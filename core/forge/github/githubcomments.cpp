// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/githubcomments.h"

#include "core/base/clock.h"
#include "core/forge/github/markers.h"

namespace slipway::forge {

namespace {

QString pathOf(const QString &repo, int number)
{
    return repoPath(repo, QStringLiteral("/issues/%1/comments").arg(number));
}

Comment commentOf(const QJsonObject &json, const QString &account, int number)
{
    Comment comment;
    comment.id = json.value(QLatin1String("id")).toInteger();
    comment.author = loginOf(json);
    comment.body = json.value(QLatin1String("body")).toString();
    comment.createdAt = timeOf(json, QLatin1StringView("created_at"));
    comment.standing = standingOf(json, account);
    comment.number = number;
    return comment;
}

bool never(const ApiReply &)
{
    return false;
}

} // namespace

GitHubComments::GitHubComments(GitHubContext &context)
    : m(context)
{
}

Async<QList<Comment>> GitHubComments::all(QString repo, int number)
{
    CO_CHECK(checkFullName(repo));
    CO_TRY(const GitHubAccount account, co_await m.api.account());
    CO_TRY(
        const QJsonArray entries,
        co_await m.api.list(QStringLiteral("Reading the comments of ") + itemName(repo, number), pathOf(repo, number)));
    QList<Comment> comments;
    for (const auto &entry : entries)
        comments.append(commentOf(entry.toObject(), account.login, number));
    co_return comments;
}

Async<QList<Comment>> GitHubComments::since(QString repo, QDateTime since)
{
    CO_CHECK(checkFullName(repo));
    CO_TRY(const GitHubAccount account, co_await m.api.account());
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("sort"), QStringLiteral("created"));
    query.addQueryItem(QStringLiteral("direction"), QStringLiteral("asc"));
    if (since.isValid())
        query.addQueryItem(QStringLiteral("since"), base::isoTime(since));
    CO_TRY(const QJsonArray entries,
           co_await m.api.list(QStringLiteral("Reading the comments of ") + repo,
                               repoPath(repo, QStringLiteral("/issues/comments")), query));
    QList<Comment> comments;
    for (const auto &entry : entries) {
        const QJsonObject json = entry.toObject();
        const QString issue = json.value(QLatin1String("issue_url")).toString();
        comments.append(commentOf(json, account.login, issue.section(QLatin1Char('/'), -1).toInt()));
    }
    std::ranges::sort(comments, {}, &Comment::id);
    co_return comments;
}

Async<std::optional<bool>> GitHubComments::findMarked(QString repo, int number, QString marker)
{
    CO_TRY(const GitHubAccount account, co_await m.api.account());
    CO_TRY(const QList<Comment> there, co_await all(repo, number));
    const bool found = std::ranges::any_of(there, [&](const Comment &comment) {
        return markers::isIn(comment.body, QStringLiteral("comment"), marker)
            && (account.login.isEmpty() || comment.author == account.login);
    });
    co_return found ? std::optional<bool>(true) : std::optional<bool>();
}

QCoro::Task<ApiReply> GitHubComments::create(QString repo, int number, QString marker, QString body)
{
    ApiCall call;
    call.what = QStringLiteral("Commenting on ") + itemName(repo, number);
    call.path = pathOf(repo, number);
    call.method = "POST";
    call.kind = net::RequestKind::Create;
    call.repeatable = false;
    const QString text = markers::withMarker(body, markers::of(QStringLiteral("comment"), marker));
    call.body = QJsonObject { { QStringLiteral("body"), text } };
    co_return co_await m.api.send(call);
}

Async<> GitHubComments::ensure(QString repo, int number, QString marker, QString body)
{
    CO_CHECK(checkFullName(repo));
    const auto held = co_await m.locks.lock(QStringLiteral("comments ") + itemName(repo, number));
    auto look = [this, repo, number, marker] { return findMarked(repo, number, marker); };
    auto make = [this, repo, number, marker, body] { return create(repo, number, marker, body); };
    auto read = [](const ApiReply &) { return Result<bool>(true); };
    const auto made = co_await makeOnce<bool>(&m.api, look, make, read, never);
    if (!made)
        co_return forward(made);
    co_return {};
}

} // namespace slipway::forge
