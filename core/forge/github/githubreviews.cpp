// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/githubreviews.h"

#include "core/forge/github/markers.h"

namespace slipway::forge {

namespace {

const QString kind = QStringLiteral("review");

QString pathOf(const QString &repo, int number)
{
    return repoPath(repo, QStringLiteral("/pulls/%1/reviews").arg(number));
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

QString eventOf(ReviewVerdict verdict)
{
    switch (verdict) {
    case ReviewVerdict::Approve:
        return QStringLiteral("APPROVE");
    case ReviewVerdict::RequestChanges:
        return QStringLiteral("REQUEST_CHANGES");
    case ReviewVerdict::Comment:
        break;
    }
    return QStringLiteral("COMMENT");
}

/// The marker's name is `VERDICT MARKER`.
QString markerName(const QString &marker, ReviewVerdict verdict)
{
    return verdictName(verdict) % QLatin1Char(' ') % marker;
}

ReviewVerdict verdictOf(const QJsonObject &json, bool ours)
{
    const QString state = json.value(QLatin1String("state")).toString();
    if (state == QLatin1String("APPROVED"))
        return ReviewVerdict::Approve;
    if (state == QLatin1String("CHANGES_REQUESTED"))
        return ReviewVerdict::RequestChanges;
    if (state != QLatin1String("COMMENTED") || !ours)
        return ReviewVerdict::Comment;
    const QString name
        = markers::nameIn(json.value(QLatin1String("body")).toString(), kind).section(QLatin1Char(' '), 0, 0);
    if (name == QLatin1String("approve"))
        return ReviewVerdict::Approve;
    return name == QLatin1String("request_changes") ? ReviewVerdict::RequestChanges : ReviewVerdict::Comment;
}

bool never(const ApiReply &)
{
    return false;
}

} // namespace

Async<bool> hasReviewer(GitHubContext *context)
{
    if (!context->reviewer.hasToken())
        co_return false;
    CO_TRY(const GitHubAccount author, co_await context->api.account());
    CO_TRY(const GitHubAccount reviewer, co_await context->reviewer.account());
    co_return author.login != reviewer.login;
}

Async<QString> qaStatus(GitHubApi *api, QString repo, QString sha)
{
    CO_TRY(const QJsonObject combined,
           co_await api->object(QStringLiteral("Reading the statuses of ") + repo,
                                repoPath(repo, QStringLiteral("/commits/%1/status").arg(sha))));
    const auto statuses = combined.value(QLatin1String("statuses")).toArray();
    for (const auto &entry : statuses) {
        if (entry.toObject().value(QLatin1String("context")).toString() == qaContext)
            co_return entry.toObject().value(QLatin1String("state")).toString();
    }
    co_return QString();
}

Async<> setQaStatus(GitHubApi *api, QString repo, QString sha, bool passed, QString description)
{
    ApiCall call;
    call.what = QStringLiteral("Setting the status %1 of %2").arg(qaContext, repo);
    call.path = repoPath(repo, QStringLiteral("/statuses/")) + sha;
    call.method = "POST";
    call.kind = net::RequestKind::Write;
    call.body
        = QJsonObject { { QStringLiteral("state"), passed ? QStringLiteral("success") : QStringLiteral("failure") },
                        { QStringLiteral("context"), qaContext },
                        { QStringLiteral("description"), description.left(140) } };
    const ApiReply reply = co_await api->send(call);
    if (!reply.ok())
        co_return reply.failure();
    co_return {};
}

GitHubReviews::GitHubReviews(GitHubContext &context)
    : m(context)
{
}

Async<QStringList> GitHubReviews::ourLogins()
{
    QStringList logins;
    CO_TRY(const GitHubAccount account, co_await m.api.account());
    logins.append(account.login);
    CO_TRY(const bool reviewed, co_await hasReviewer(&m));
    if (reviewed) {
        CO_TRY(const GitHubAccount reviewer, co_await m.reviewer.account());
        logins.append(reviewer.login);
    }
    co_return logins;
}

Async<QList<Review>> GitHubReviews::all(QString repo, int number)
{
    CO_CHECK(checkFullName(repo));
    CO_TRY(const QStringList ours, co_await ourLogins());
    CO_TRY(
        const QJsonArray entries,
        co_await m.api.list(QStringLiteral("Reading the reviews of ") + itemName(repo, number), pathOf(repo, number)));
    QList<Review> reviews;
    for (const auto &entry : entries) {
        const QJsonObject json = entry.toObject();
        if (json.value(QLatin1String("state")).toString() == QLatin1String("PENDING"))
            continue; // somebody's draft
        Review review;
        review.id = json.value(QLatin1String("id")).toInteger();
        review.author = loginOf(json);
        review.verdict = verdictOf(json, ours.contains(review.author));
        review.body = json.value(QLatin1String("body")).toString();
        review.sha = json.value(QLatin1String("commit_id")).toString();
        review.createdAt = timeOf(json, QLatin1StringView("submitted_at"));
        reviews.append(review);
    }
    co_return reviews;
}

Async<std::optional<Review>> GitHubReviews::findMarked(QString repo, int number, QString marker)
{
    CO_TRY(const QStringList ours, co_await ourLogins());
    CO_TRY(const QList<Review> reviews, co_await all(repo, number));
    for (const Review &review : reviews) {
        const QString name = markers::nameIn(review.body, kind);
        if (name.section(QLatin1Char(' '), 1) == marker && ours.contains(review.author))
            co_return std::optional<Review>(review);
    }
    co_return std::optional<Review>();
}

QCoro::Task<ApiReply> GitHubReviews::create(QString repo, int number, QString marker, Review review, bool real)
{
    ApiCall call;
    call.what = QStringLiteral("Reviewing ") + itemName(repo, number);
    call.path = pathOf(repo, number);
    call.method = "POST";
    call.kind = net::RequestKind::Create;
    call.repeatable = false;
    const QString body = markers::withMarker(review.body, markers::of(kind, markerName(marker, review.verdict)));
    QJsonObject json { { QStringLiteral("event"), real ? eventOf(review.verdict) : QStringLiteral("COMMENT") },
                       { QStringLiteral("body"), body } };
    if (!review.sha.isEmpty())
        json.insert(QStringLiteral("commit_id"), review.sha);
    call.body = json;
    co_return co_await (real ? m.reviewer : m.api).send(call);
}

Async<> GitHubReviews::ensure(QString repo, int number, QString marker, Review review)
{
    CO_CHECK(checkFullName(repo));
    const auto held = co_await m.locks.lock(QStringLiteral("reviews ") + itemName(repo, number));
    auto look = [this, repo, number, marker] { return findMarked(repo, number, marker); };
    CO_TRY(const bool real, co_await hasReviewer(&m));
    auto make = [this, repo, number, marker, review, real] { return create(repo, number, marker, review, real); };
    auto read = [review](const ApiReply &reply) {
        Review made = review;
        made.sha = reply.object().value(QLatin1String("commit_id")).toString();
        return Result<Review>(made);
    };
    CO_TRY(const Review made, co_await makeOnce<Review>(&m.api, look, make, read, never));
    if (real || made.verdict == ReviewVerdict::Comment || made.sha.isEmpty())
        co_return {};
    const bool passed = made.verdict == ReviewVerdict::Approve;
    CO_TRY(const QString state, co_await qaStatus(&m.api, repo, made.sha));
    if (state == (passed ? QLatin1StringView("success") : QLatin1StringView("failure")))
        co_return {};
    // Behind a later round on the same commit an earlier one is not repeated.
    CO_TRY(const QList<Review> reviews, co_await all(repo, number));
    for (auto it = reviews.crbegin(); it != reviews.crend(); ++it) {
        if (it->sha == made.sha && it->verdict != ReviewVerdict::Comment) {
            const bool last = markers::nameIn(it->body, kind).section(QLatin1Char(' '), 1) == marker;
            if (!last)
                co_return {};
            break;
        }
    }
    const QString text = passed ? QStringLiteral("Approved by Slipway's QA review")
                                : QStringLiteral("Changes requested by Slipway's QA review");
    co_return co_await setQaStatus(&m.api, repo, made.sha, passed, text);
}

} // namespace slipway::forge
