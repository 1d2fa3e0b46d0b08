// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/githubissues.h"

#include "core/base/clock.h"
#include "core/forge/github/markers.h"

namespace slipway::forge {

namespace {

const QString issueKind = QStringLiteral("issue");

QString pathOf(const QString &repo, int number, const QString &rest = {})
{
    return repoPath(repo, QStringLiteral("/issues/%1").arg(number)) + rest;
}

QStringList labelsOf(const QJsonValue &value)
{
    QStringList labels;
    const auto array = value.toArray();
    for (const auto &entry : array)
        labels.append(entry.isObject() ? entry.toObject().value(QLatin1String("name")).toString() : entry.toString());
    return labels;
}

Issue issueOf(const QJsonObject &json)
{
    Issue issue;
    issue.number = json.value(QLatin1String("number")).toInt();
    issue.title = json.value(QLatin1String("title")).toString();
    issue.body = json.value(QLatin1String("body")).toString();
    issue.url = json.value(QLatin1String("html_url")).toString();
    issue.author = loginOf(json);
    issue.labels = labelsOf(json.value(QLatin1String("labels")));
    issue.state = json.value(QLatin1String("state")).toString() == QLatin1String("closed") ? IssueState::Closed
                                                                                           : IssueState::Open;
    issue.blockedBy = markers::blockersIn(issue.body);
    issue.createdAt = timeOf(json, QLatin1StringView("created_at"));
    issue.closedAt = timeOf(json, QLatin1StringView("closed_at"));
    issue.updatedAt = timeOf(json, QLatin1StringView("updated_at"));
    return issue;
}

bool isPull(const QJsonObject &json)
{
    return json.contains(QLatin1String("pull_request"));
}

bool never(const ApiReply &)
{
    return false;
}

/// Without write access GitHub makes the issue and drops its labels without a word.
Result<Issue> madeIssue(const QString &repo, const Issue &wanted, const QJsonObject &json)
{
    const Issue made = issueOf(json);
    const bool all = std::ranges::all_of(
        wanted.labels, [&](const QString &label) { return made.labels.contains(label, Qt::CaseInsensitive); });
    if (all)
        return made;
    return fail(ErrorCode::Denied, QStringLiteral("GitHub dropped the labels of %1").arg(itemName(repo, made.number)),
                QStringLiteral("The token's account needs write access to the repository"));
}

} // namespace

GitHubIssues::GitHubIssues(GitHubContext &context)
    : m(context)
{
}

Async<QJsonArray> GitHubIssues::list(QString repo, QString creator, QDateTime since)
{
    CO_CHECK(checkFullName(repo));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("state"), QStringLiteral("all"));
    query.addQueryItem(QStringLiteral("sort"), QStringLiteral("created"));
    query.addQueryItem(QStringLiteral("direction"), QStringLiteral("asc"));
    if (!creator.isEmpty())
        query.addQueryItem(QStringLiteral("creator"), creator);
    if (since.isValid())
        query.addQueryItem(QStringLiteral("since"), base::isoTime(since));
    co_return co_await m.api.list(QStringLiteral("Reading the issues of ") + repo,
                                  repoPath(repo, QStringLiteral("/issues")), query);
}

Async<QJsonObject> GitHubIssues::item(QString repo, int number)
{
    CO_CHECK(checkFullName(repo));
    co_return co_await m.api.object(QStringLiteral("Reading ") + itemName(repo, number), pathOf(repo, number));
}

Async<std::optional<Issue>> GitHubIssues::findMarked(QString repo, QString marker)
{
    if (m_known.value(repo).complete) {
        const int number = m_known[repo].numbers.value(marker);
        if (number == 0)
            co_return std::optional<Issue>();
        const auto known = co_await find(repo, number);
        if (known)
            co_return std::optional<Issue>(*known);
        if (known.error().code != ErrorCode::NotFound)
            co_return forward(known);
        m_known.remove(repo); // somebody deleted it
    }
    CO_TRY(const GitHubAccount account, co_await m.api.account());
    CO_TRY(const QJsonArray all, co_await list(repo, account.login));
    Known known;
    std::optional<Issue> found;
    for (const auto &entry : all) {
        const QJsonObject json = entry.toObject();
        const QString name = markers::nameIn(json.value(QLatin1String("body")).toString(), issueKind);
        if (name.isEmpty() || isPull(json) || known.numbers.contains(name))
            continue;
        known.numbers.insert(name, json.value(QLatin1String("number")).toInt());
        if (name == marker)
            found = issueOf(json);
    }
    known.complete = true;
    m_known.insert(repo, known);
    co_return found;
}

QCoro::Task<ApiReply> GitHubIssues::create(QString repo, QString marker, Issue issue)
{
    QString body = issue.body;
    if (!issue.blockedBy.isEmpty() && markers::blockersIn(body) != issue.blockedBy)
        body = body.trimmed() + QStringLiteral("\n\n") + markers::blockedByLine(issue.blockedBy);
    ApiCall call;
    call.what = QStringLiteral("Creating the issue “%1” of %2").arg(issue.title, repo);
    call.path = repoPath(repo, QStringLiteral("/issues"));
    call.method = "POST";
    call.kind = net::RequestKind::Create;
    call.repeatable = false;
    call.body = QJsonObject { { QStringLiteral("title"), issue.title.left(256) },
                              { QStringLiteral("body"), markers::withMarker(body, markers::of(issueKind, marker)) },
                              { QStringLiteral("labels"), QJsonArray::fromStringList(issue.labels) } };
    ApiReply reply = co_await m.api.send(call);
    if (reply.ok())
        m_known[repo].numbers.insert(marker, reply.object().value(QLatin1String("number")).toInt());
    else
        m_known.remove(repo); // what is remembered may lack one that was made
    co_return reply;
}

Async<Issue> GitHubIssues::ensure(QString repo, QString marker, Issue issue)
{
    CO_CHECK(checkFullName(repo));
    if (issue.title.trimmed().isEmpty()) {
        CO_CHECK(co_await list(repo, QString())); // an unknown repository is the greater mistake
        co_return fail(ErrorCode::Invalid, QStringLiteral("An issue needs a title"));
    }
    // One at a time in a repository: the numbers follow the order of the calls.
    const auto held = co_await m.locks.lock(QStringLiteral("issues ") + repo);
    auto look = [this, repo, marker] { return findMarked(repo, marker); };
    auto make = [this, repo, marker, issue] { return create(repo, marker, issue); };
    auto read = [repo, issue](const ApiReply &reply) { return madeIssue(repo, issue, reply.object()); };
    CO_TRY(Issue made, co_await makeOnce<Issue>(&m.api, look, make, read, never));
    CO_CHECK(co_await link(repo, made, issue.blockedBy));
    if (issue.state == IssueState::Closed && made.state == IssueState::Open)
        CO_CHECK(co_await setState(repo, made.number, IssueState::Closed));
    co_return made;
}

Async<> GitHubIssues::link(QString repo, Issue issue, QList<int> blockedBy)
{
    if (blockedBy.isEmpty() || !m_hasDependencies)
        co_return {};
    const QString path = pathOf(repo, issue.number, QStringLiteral("/dependencies/blocked_by"));
    const QString what = QStringLiteral("Linking %1 to what blocks it").arg(itemName(repo, issue.number));
    const auto there = co_await m.api.list(what, path);
    if (!there) {
        // The body says it in any case. A server that does not know such links is not asked again.
        m_hasDependencies = there.error().code != ErrorCode::NotFound;
        co_return m_hasDependencies ? Result<>(forward(there)) : Result<>();
    }
    QSet<int> linked;
    for (const auto &entry : *there)
        linked.insert(entry.toObject().value(QLatin1String("number")).toInt());
    for (const int number : blockedBy) {
        if (linked.contains(number))
            continue;
        CO_TRY(const QJsonObject blocker, co_await item(repo, number));
        ApiCall call;
        call.what = what;
        call.path = path;
        call.method = "POST";
        call.kind = net::RequestKind::Write;
        call.body = QJsonObject { { QStringLiteral("issue_id"), blocker.value(QLatin1String("id")) } };
        const ApiReply reply = co_await m.api.send(call); // again after a lost answer: 422, it is there
        if (!reply.ok() && reply.status() != 422 && reply.status() != 404)
            co_return reply.failure();
    }
    co_return {};
}

Async<Issue> GitHubIssues::find(QString repo, int number)
{
    CO_TRY(const QJsonObject json, co_await item(repo, number));
    if (isPull(json))
        co_return fail(ErrorCode::NotFound, itemName(repo, number) % QStringLiteral(" is a pull request"));
    co_return issueOf(json);
}

Async<QList<Issue>> GitHubIssues::all(QString repo)
{
    return since(std::move(repo), {});
}

Async<QList<Issue>> GitHubIssues::since(QString repo, QDateTime since)
{
    CO_TRY(const GitHubAccount account, co_await m.api.account());
    CO_TRY(const QJsonArray entries, co_await list(repo, QString(), since));
    QList<Issue> issues;
    for (const auto &entry : entries) {
        const QJsonObject json = entry.toObject();
        if (isPull(json))
            continue;
        Issue issue = issueOf(json);
        issue.standing = standingOf(json, account.login);
        const QString marker = markers::nameIn(issue.body, issueKind);
        if (issue.standing == Standing::Ours || (account.login.isEmpty() && issue.standing == Standing::Bot))
            issue.marker = marker;
        issues.append(issue);
    }
    std::ranges::sort(issues, {}, &Issue::number);
    co_return issues;
}

Async<> GitHubIssues::change(QString repo, int number, IssueChange change)
{
    CO_TRY(const QJsonObject json, co_await item(repo, number));
    const QStringList labels = labelsOf(json.value(QLatin1String("labels")));
    QStringList missing;
    for (const QString &label : std::as_const(change.addLabels)) {
        if (!labels.contains(label, Qt::CaseInsensitive) && !missing.contains(label))
            missing.append(label);
    }
    if (!missing.isEmpty())
        CO_CHECK(co_await addLabels(repo, number, missing));
    for (const QString &label : std::as_const(change.removeLabels)) {
        if (labels.contains(label, Qt::CaseInsensitive))
            CO_CHECK(co_await removeLabel(repo, number, label));
    }
    const bool isOpen = json.value(QLatin1String("state")).toString() == QLatin1String("open");
    if (change.state && isOpen != (*change.state == IssueState::Open))
        CO_CHECK(co_await setState(repo, number, *change.state));
    co_return {};
}

Async<> GitHubIssues::addLabels(QString repo, int number, QStringList labels)
{
    ApiCall call;
    call.what = QStringLiteral("Labelling ") + itemName(repo, number);
    call.path = pathOf(repo, number, QStringLiteral("/labels"));
    call.method = "POST";
    call.kind = net::RequestKind::Write;
    call.body = QJsonObject { { QStringLiteral("labels"), QJsonArray::fromStringList(labels) } };
    const ApiReply reply = co_await m.api.send(call);
    if (!reply.ok())
        co_return reply.failure();
    co_return {};
}

Async<> GitHubIssues::removeLabel(QString repo, int number, QString label)
{
    ApiCall call;
    call.what = QStringLiteral("Taking a label off ") + itemName(repo, number);
    call.path = pathOf(repo, number, QStringLiteral("/labels/")) + GitHubApi::segment(label);
    call.method = "DELETE";
    call.kind = net::RequestKind::Write;
    const ApiReply reply = co_await m.api.send(call);
    if (!reply.ok() && reply.status() != 404) // off already
        co_return reply.failure();
    co_return {};
}

Async<> GitHubIssues::setState(QString repo, int number, IssueState state)
{
    const bool close = state == IssueState::Closed;
    ApiCall call;
    call.what = (close ? QStringLiteral("Closing ") : QStringLiteral("Reopening ")) + itemName(repo, number);
    call.path = pathOf(repo, number);
    call.method = "PATCH";
    call.kind = net::RequestKind::Write;
    call.body = close ? QJsonObject { { QStringLiteral("state"), QStringLiteral("closed") },
                                      { QStringLiteral("state_reason"), QStringLiteral("completed") } }
                      : QJsonObject { { QStringLiteral("state"), QStringLiteral("open") } };
    const ApiReply reply = co_await m.api.send(call);
    if (!reply.ok())
        co_return reply.failure();
    co_return {};
}

} // namespace slipway::forge
