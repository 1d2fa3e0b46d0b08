// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/github/fakeroutes.h"

namespace slipway::test {

namespace {

FakeItem *pullOf(FakeCall &call)
{
    const auto it = call.repo->items.find(call.number());
    return it == call.repo->items.end() || !it->isPull ? nullptr : &*it;
}

QJsonObject reviewJson(const FakeReview &review)
{
    return { { QStringLiteral("id"), review.id },         { QStringLiteral("user"), userJson(review.author) },
             { QStringLiteral("body"), review.body },     { QStringLiteral("state"), review.state },
             { QStringLiteral("commit_id"), review.sha }, { QStringLiteral("submitted_at"), timeValue(review.at) } };
}

HostResponse reviews(FakeCall &call)
{
    const FakeItem *item = pullOf(call);
    if (!item)
        return refusal(404, QStringLiteral("Not Found"));
    QJsonArray all;
    for (const auto &review : item->reviews)
        all.append(reviewJson(review));
    return paged(call, all);
}

HostResponse makeReview(FakeCall &call)
{
    FakeItem *item = pullOf(call);
    if (!item)
        return refusal(404, QStringLiteral("Not Found"));
    const QString event = call.text("event");
    if (item->author == call.account.login && event != QLatin1String("COMMENT")) {
        const QString text = event == QLatin1String("APPROVE")
            ? QStringLiteral("Can not approve your own pull request")
            : QStringLiteral("Can not request changes on your own pull request");
        return refusal(422, QStringLiteral("Unprocessable Entity"), QJsonArray { text });
    }
    if (event != QLatin1String("APPROVE") && call.text("body").isEmpty())
        return refusal(422, QStringLiteral("Unprocessable Entity"), QJsonArray { QStringLiteral("Body is required") });
    FakeReview review { newId(call.state),         call.account.login,     call.text("body"),
                        QStringLiteral("PENDING"), call.text("commit_id"), call.now };
    if (review.sha.isEmpty())
        review.sha = item->headSha;
    if (event == QLatin1String("APPROVE"))
        review.state = QStringLiteral("APPROVED");
    else if (event == QLatin1String("REQUEST_CHANGES"))
        review.state = QStringLiteral("CHANGES_REQUESTED");
    else if (event == QLatin1String("COMMENT"))
        review.state = QStringLiteral("COMMENTED");
    item->reviews.append(review);
    return reply(200, reviewJson(review));
}

HostResponse makeStatus(FakeCall &call)
{
    if (call.text("description").size() > 140)
        return invalid(QStringLiteral("Status"), QStringLiteral("description"), QStringLiteral("invalid"));
    QJsonObject status = call.body;
    status.insert(QStringLiteral("id"), newId(call.state));
    call.repo->statuses[call.arg(0)].append(status);
    return reply(201, status);
}

HostResponse combinedStatus(FakeCall &call)
{
    QMap<QString, QJsonObject> latest;
    const auto statuses = call.repo->statuses.value(call.arg(0));
    for (const auto &status : statuses)
        latest.insert(status.value(QLatin1String("context")).toString(), status);
    QString state = latest.isEmpty() ? QStringLiteral("pending") : QStringLiteral("success");
    QJsonArray all;
    for (const auto &status : std::as_const(latest)) {
        const QString one = status.value(QLatin1String("state")).toString();
        if (one == QLatin1String("failure") || one == QLatin1String("error"))
            state = QStringLiteral("failure");
        else if (one == QLatin1String("pending") && state == QLatin1String("success"))
            state = one;
        all.append(status);
    }
    return reply(200,
                 QJsonObject { { QStringLiteral("state"), state },
                               { QStringLiteral("total_count"), all.size() },
                               { QStringLiteral("statuses"), all } });
}

HostResponse graphQl(FakeCall &call)
{
    // The one thing that REST cannot do.
    const qint64 id
        = call.body.value(QLatin1String("variables")).toObject().value(QLatin1String("id")).toString().toLongLong();
    for (const auto &repo : std::as_const(call.state.repos)) {
        for (auto &item : repo->items) {
            if (item.id == id && call.text("query").contains(QStringLiteral("markPullRequestReadyForReview"))) {
                item.isDraft = false;
                return reply(200, QJsonObject { { QStringLiteral("data"), QJsonObject() } });
            }
        }
    }
    return reply(200,
                 QJsonObject { { QStringLiteral("errors"),
                                 QJsonArray { QJsonObject { { QStringLiteral("message"),
                                                              QStringLiteral("Could not resolve to a node") } } } } });
}

} // namespace

void addReviewRoutes(FakeRoutes &routes)
{
    addRoute(routes, "GET", "/repos/R/pulls/:/reviews", reviews);
    addRoute(routes, "POST", "/repos/R/pulls/:/reviews", makeReview);
    addRoute(routes, "POST", "/repos/R/statuses/:", makeStatus);
    addRoute(routes, "GET", "/repos/R/commits/:/status", combinedStatus);
    addRoute(routes, "POST", "/graphql", graphQl);
}

} // namespace slipway::test
