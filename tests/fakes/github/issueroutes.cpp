// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/github/fakeroutes.h"

namespace slipway::test {

namespace {

QStringList textsOf(const QJsonValue &value)
{
    QStringList texts;
    const auto array = value.toArray();
    for (const auto &entry : array)
        texts.append(entry.isObject() ? entry.toObject().value(QLatin1String("name")).toString() : entry.toString());
    return texts;
}

FakeItem *itemOf(FakeCall &call)
{
    const auto it = call.repo->items.find(call.number());
    return it == call.repo->items.end() ? nullptr : &*it;
}

HostResponse notFound()
{
    return refusal(404, QStringLiteral("Not Found"));
}

void useLabels(FakeCall &call, FakeItem &item, const QStringList &labels)
{
    for (const QString &label : labels) {
        if (!item.labels.contains(label))
            item.labels.append(label);
        const bool known = std::ranges::any_of(call.repo->labels, [&](const QJsonObject &entry) {
            return entry.value(QLatin1String("name")).toString().compare(label, Qt::CaseInsensitive) == 0;
        });
        if (!known)
            call.repo->labels.append({ { QStringLiteral("id"), newId(call.state) },
                                       { QStringLiteral("name"), label },
                                       { QStringLiteral("color"), QStringLiteral("ededed") },
                                       { QStringLiteral("description"), QString() } });
    }
}

QJsonArray labelArray(const FakeItem &item)
{
    QJsonArray labels;
    for (const QString &label : item.labels)
        labels.append(QJsonObject { { QStringLiteral("name"), label } });
    return labels;
}

HostResponse labels(FakeCall &call)
{
    QJsonArray all;
    for (const auto &label : call.repo->labels)
        all.append(label);
    return paged(call, all);
}

HostResponse makeLabel(FakeCall &call)
{
    static const QRegularExpression color(QStringLiteral("^[0-9a-fA-F]{6}$"));
    if (!color.match(call.text("color")).hasMatch())
        return invalid(QStringLiteral("Label"), QStringLiteral("color"), QStringLiteral("invalid"));
    for (const auto &label : call.repo->labels) {
        if (label.value(QLatin1String("name")).toString().compare(call.text("name"), Qt::CaseInsensitive) == 0)
            return invalid(QStringLiteral("Label"), QStringLiteral("name"), QStringLiteral("already_exists"));
    }
    QJsonObject label = call.body;
    label.insert(QStringLiteral("id"), newId(call.state));
    call.repo->labels.append(label);
    return reply(201, label);
}

HostResponse changeLabel(FakeCall &call)
{
    for (auto &label : call.repo->labels) {
        if (label.value(QLatin1String("name")).toString().compare(call.arg(0), Qt::CaseInsensitive) != 0)
            continue;
        for (auto it = call.body.begin(); it != call.body.end(); ++it)
            label.insert(it.key(), it.value());
        return reply(200, label);
    }
    return notFound();
}

HostResponse issues(FakeCall &call)
{
    QJsonArray all;
    const QString state = call.query("state");
    const QString creator = call.query("creator");
    for (const auto &item : std::as_const(call.repo->items)) {
        if (const QString since = call.query("since");
            !since.isEmpty() && item.updatedAt < QDateTime::fromString(since, Qt::ISODate))
            continue;
        const bool wanted = state == QLatin1String("all") || (state == QLatin1String("closed")) != item.isOpen;
        if (wanted && (creator.isEmpty() || creator == item.author)) {
            if (call.query("direction") == QLatin1String("asc"))
                all.append(issueJson(call, item));
            else
                all.prepend(issueJson(call, item));
        }
    }
    return paged(call, all);
}

HostResponse makeIssue(FakeCall &call)
{
    if (call.text("title").trimmed().isEmpty())
        return invalid(QStringLiteral("Issue"), QStringLiteral("title"), QStringLiteral("missing_field"));
    if (call.text("body").size() > 65'536)
        return invalid(QStringLiteral("Issue"), QStringLiteral("body"), QStringLiteral("custom"),
                       QStringLiteral("body is too long (maximum is 65536 characters)"));
    FakeItem item;
    item.number = call.repo->nextNumber++;
    item.id = newId(call.state);
    item.title = call.text("title");
    item.body = call.text("body");
    item.author = call.account.login;
    item.createdAt = item.updatedAt = call.now;
    item.assignees = textsOf(call.body.value(QLatin1String("assignees")));
    useLabels(call, item, textsOf(call.body.value(QLatin1String("labels"))));
    call.repo->items.insert(item.number, item);
    return reply(201, issueJson(call, item));
}

HostResponse readIssue(FakeCall &call)
{
    const FakeItem *item = itemOf(call);
    return item ? reply(200, issueJson(call, *item)) : notFound();
}

HostResponse changeIssue(FakeCall &call)
{
    FakeItem *item = itemOf(call);
    if (!item)
        return notFound();
    const QString state = call.text("state");
    if (state == QLatin1String("open") && item->isMerged)
        return invalid(QStringLiteral("PullRequest"), QStringLiteral("state"), QStringLiteral("invalid"),
                       QStringLiteral("state cannot be changed. The pull request cannot be reopened."));
    if (!state.isEmpty() && (state == QLatin1String("open")) != item->isOpen) {
        item->isOpen = state == QLatin1String("open");
        item->closedAt = item->isOpen ? QDateTime() : call.now;
        item->stateReason = call.text("state_reason");
    }
    if (call.body.contains(QLatin1String("title")))
        item->title = call.text("title");
    if (call.body.contains(QLatin1String("body")))
        item->body = call.text("body");
    if (call.body.contains(QLatin1String("labels"))) {
        item->labels.clear();
        useLabels(call, *item, textsOf(call.body.value(QLatin1String("labels"))));
    }
    if (call.body.contains(QLatin1String("assignees")))
        item->assignees = textsOf(call.body.value(QLatin1String("assignees")));
    item->updatedAt = call.now;
    return reply(200, issueJson(call, *item));
}

QJsonObject personJson(const FakeCall &call, const QString &login)
{
    QJsonObject user = userJson(login);
    if (call.repo->bots.contains(login))
        user.insert(QStringLiteral("type"), QStringLiteral("Bot"));
    return user;
}

QJsonObject commentJson(const FakeCall &call, const FakeItem &item, const FakeComment &comment)
{
    return { { QStringLiteral("id"), comment.id },
             { QStringLiteral("user"), personJson(call, comment.author) },
             { QStringLiteral("author_association"), call.repo->associationOf(comment.author) },
             { QStringLiteral("body"), comment.body },
             { QStringLiteral("issue_url"),
               QStringLiteral("%1/repos/%2/issues/%3").arg(call.root, call.repo->fullName()).arg(item.number) },
             { QStringLiteral("created_at"), timeValue(comment.at) } };
}

HostResponse comments(FakeCall &call)
{
    const FakeItem *item = itemOf(call);
    if (!item)
        return notFound();
    QJsonArray all;
    for (const auto &comment : item->comments)
        all.append(commentJson(call, *item, comment));
    return paged(call, all);
}

HostResponse allComments(FakeCall &call)
{
    const QDateTime since = QDateTime::fromString(call.query("since"), Qt::ISODate);
    QMap<qint64, QJsonObject> byId;
    for (const auto &item : std::as_const(call.repo->items)) {
        for (const auto &comment : item.comments) {
            if (!since.isValid() || comment.at >= since)
                byId.insert(comment.id, commentJson(call, item, comment));
        }
    }
    QJsonArray all;
    for (const auto &comment : std::as_const(byId))
        all.append(comment);
    return paged(call, all);
}

HostResponse makeComment(FakeCall &call)
{
    FakeItem *item = itemOf(call);
    if (!item)
        return notFound();
    const FakeComment comment { newId(call.state), call.account.login, call.text("body"), call.now };
    item->comments.append(comment);
    item->updatedAt = call.now;
    return reply(201, commentJson(call, *item, comment));
}

HostResponse addLabels(FakeCall &call)
{
    FakeItem *item = itemOf(call);
    if (!item)
        return notFound();
    useLabels(call, *item, textsOf(call.body.value(QLatin1String("labels"))));
    item->updatedAt = call.now;
    return reply(200, labelArray(*item));
}

HostResponse removeLabel(FakeCall &call)
{
    FakeItem *item = itemOf(call);
    if (!item)
        return notFound();
    if (item->labels.removeAll(call.arg(1)) == 0)
        return refusal(404, QStringLiteral("Label does not exist"));
    item->updatedAt = call.now;
    return reply(200, labelArray(*item));
}

HostResponse blockers(FakeCall &call)
{
    const FakeItem *item = itemOf(call);
    if (!item || !call.state.options.dependencies)
        return notFound();
    QJsonArray all;
    for (const int number : item->blockedBy)
        all.append(issueJson(call, call.repo->items.value(number)));
    return paged(call, all);
}

HostResponse addBlocker(FakeCall &call)
{
    FakeItem *item = itemOf(call);
    if (!item || !call.state.options.dependencies)
        return notFound();
    const qint64 id = call.body.value(QLatin1String("issue_id")).toInteger();
    for (const auto &other : std::as_const(call.repo->items)) {
        if (other.id != id)
            continue;
        if (item->blockedBy.contains(other.number))
            return refusal(422, QStringLiteral("Validation Failed"));
        item->blockedBy.insert(other.number);
        return reply(201, issueJson(call, *item));
    }
    return notFound();
}

HostResponse milestones(FakeCall &call)
{
    QJsonArray all;
    for (const auto &milestone : call.repo->milestones)
        all.append(milestone);
    return paged(call, all);
}

HostResponse makeMilestone(FakeCall &call)
{
    for (const auto &milestone : call.repo->milestones) {
        if (milestone.value(QLatin1String("title")) == call.body.value(QLatin1String("title")))
            return invalid(QStringLiteral("Milestone"), QStringLiteral("title"), QStringLiteral("already_exists"));
    }
    QJsonObject milestone = call.body;
    milestone.insert(QStringLiteral("number"), call.repo->milestones.size() + 1);
    call.repo->milestones.append(milestone);
    return reply(201, milestone);
}

} // namespace

QJsonObject issueJson(const FakeCall &call, const FakeItem &item)
{
    const QString base = call.host % QLatin1Char('/') % call.repo->fullName();
    QJsonObject json { { QStringLiteral("id"), item.id },
                       { QStringLiteral("number"), item.number },
                       { QStringLiteral("title"), item.title },
                       { QStringLiteral("body"), item.body },
                       { QStringLiteral("user"), personJson(call, item.author) },
                       { QStringLiteral("author_association"), call.repo->associationOf(item.author) },
                       { QStringLiteral("labels"), labelArray(item) },
                       { QStringLiteral("state"), item.isOpen ? QStringLiteral("open") : QStringLiteral("closed") },
                       { QStringLiteral("comments"), item.comments.size() },
                       { QStringLiteral("created_at"), timeValue(item.createdAt) },
                       { QStringLiteral("updated_at"), timeValue(item.updatedAt) },
                       { QStringLiteral("closed_at"), timeValue(item.closedAt) },
                       { QStringLiteral("html_url"),
                         QStringLiteral("%1/%2/%3")
                             .arg(base, item.isPull ? QStringLiteral("pull") : QStringLiteral("issues"))
                             .arg(item.number) } };
    if (item.isPull)
        json.insert(QStringLiteral("pull_request"),
                    QJsonObject { { QStringLiteral("merged_at"), timeValue(item.mergedAt) } });
    return json;
}

void addIssueRoutes(FakeRoutes &routes)
{
    addRoute(routes, "GET", "/repos/R/labels", labels);
    addRoute(routes, "POST", "/repos/R/labels", makeLabel);
    addRoute(routes, "PATCH", "/repos/R/labels/:", changeLabel);
    addRoute(routes, "GET", "/repos/R/milestones", milestones);
    addRoute(routes, "POST", "/repos/R/milestones", makeMilestone);
    addRoute(routes, "GET", "/repos/R/issues", issues);
    addRoute(routes, "POST", "/repos/R/issues", makeIssue);
    addRoute(routes, "GET", "/repos/R/issues/comments", allComments);
    addRoute(routes, "GET", "/repos/R/issues/:", readIssue);
    addRoute(routes, "PATCH", "/repos/R/issues/:", changeIssue);
    addRoute(routes, "GET", "/repos/R/issues/:/comments", comments);
    addRoute(routes, "POST", "/repos/R/issues/:/comments", makeComment);
    addRoute(routes, "POST", "/repos/R/issues/:/labels", addLabels);
    addRoute(routes, "DELETE", "/repos/R/issues/:/labels/:", removeLabel);
    addRoute(routes, "GET", "/repos/R/issues/:/dependencies/blocked_by", blockers);
    addRoute(routes, "POST", "/repos/R/issues/:/dependencies/blocked_by", addBlocker);
}

} // namespace slipway::test
