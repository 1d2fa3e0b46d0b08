// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/github/fakeroutes.h"

#include <QDir>
#include <QTemporaryDir>

namespace slipway::test {

namespace {

FakeItem *pullOf(FakeCall &call)
{
    const auto it = call.repo->items.find(call.number());
    return it == call.repo->items.end() || !it->isPull ? nullptr : &*it;
}

HostResponse notFound()
{
    return refusal(404, QStringLiteral("Not Found"));
}

/// The tree of the merge, or none where it conflicts.
QString mergedTree(const FakeRepo &repo, const QString &base, const QString &head)
{
    bool ok = false;
    const QString out
        = fakeGit(repo.path, { QStringLiteral("merge-tree"), QStringLiteral("--write-tree"), base, head }, &ok);
    return ok ? out.section(QLatin1Char('\n'), 0, 0) : QString();
}

QJsonValue mergeable(FakeCall &call, FakeItem &item)
{
    if (!item.isOpen)
        return QJsonValue::Null;
    const QString base = branchHead(*call.repo, item.base);
    const QString pair = base + item.headSha;
    if (item.askedMergeable != pair) { // the first look starts the computation
        item.askedMergeable = pair;
        return QJsonValue::Null;
    }
    return !mergedTree(*call.repo, base, item.headSha).isEmpty();
}

QJsonObject side(const FakeCall &call, const QString &branch, const QString &sha)
{
    return { { QStringLiteral("ref"), branch },
             { QStringLiteral("label"), QString(call.repo->owner % QLatin1Char(':') % branch) },
             { QStringLiteral("sha"), sha } };
}

HostResponse pulls(FakeCall &call)
{
    QJsonArray all;
    const QString state = call.query("state");
    const QString head = call.query("head");
    for (auto &item : call.repo->items) {
        if (!item.isPull || (state != QLatin1String("all") && (state == QLatin1String("closed")) == item.isOpen))
            continue;
        // Without an owner the filter is ignored, as GitHub does.
        if (head.contains(QLatin1Char(':')) && head != call.repo->owner + QLatin1Char(':') + item.head)
            continue;
        if (!call.query("base").isEmpty() && call.query("base") != item.base)
            continue;
        if (call.query("direction") == QLatin1String("asc"))
            all.append(pullJson(call, item, false));
        else
            all.prepend(pullJson(call, item, false));
    }
    return paged(call, all);
}

HostResponse makePull(FakeCall &call)
{
    const QString head = call.text("head").section(QLatin1Char(':'), -1);
    const QString base = call.text("base");
    const QString headSha = branchHead(*call.repo, head);
    if (headSha.isEmpty())
        return invalid(QStringLiteral("PullRequest"), QStringLiteral("head"), QStringLiteral("invalid"));
    if (branchHead(*call.repo, base).isEmpty())
        return invalid(QStringLiteral("PullRequest"), QStringLiteral("base"), QStringLiteral("invalid"));
    for (const auto &item : std::as_const(call.repo->items)) {
        if (item.isPull && item.isOpen && item.head == head && item.base == base)
            return invalid(QStringLiteral("PullRequest"), QString(), QStringLiteral("custom"),
                           QStringLiteral("A pull request already exists for %1:%2.").arg(call.repo->owner, head));
    }
    const QString ahead = fakeGit(call.repo->path,
                                  { QStringLiteral("rev-list"), QStringLiteral("--count"),
                                    QStringLiteral("refs/heads/%1..refs/heads/%2").arg(base, head) });
    if (ahead == QLatin1String("0"))
        return invalid(QStringLiteral("PullRequest"), QString(), QStringLiteral("custom"),
                       QStringLiteral("No commits between %1 and %2").arg(base, head));
    FakeItem item;
    item.number = call.repo->nextNumber++;
    item.id = newId(call.state);
    item.isPull = true;
    item.title = call.text("title");
    item.body = call.text("body");
    item.author = call.account.login;
    item.createdAt = item.updatedAt = call.now;
    item.head = head;
    item.base = base;
    item.headSha = headSha;
    item.isDraft = call.body.value(QLatin1String("draft")).toBool();
    call.repo->items.insert(item.number, item);
    return reply(201, pullJson(call, call.repo->items[item.number], true));
}

HostResponse readPull(FakeCall &call)
{
    FakeItem *item = pullOf(call);
    return item ? reply(200, pullJson(call, *item, true)) : notFound();
}

HostResponse changePull(FakeCall &call)
{
    FakeItem *item = pullOf(call);
    if (!item)
        return notFound();
    if (call.text("state") == QLatin1String("closed") && item->isOpen) {
        item->isOpen = false;
        item->closedAt = call.now;
    }
    if (call.body.contains(QLatin1String("title")))
        item->title = call.text("title");
    if (call.body.contains(QLatin1String("body")))
        item->body = call.text("body");
    return reply(200, pullJson(call, *item, true));
}

/// Why the branch's protection does not let it in; empty if it does.
QString protectionSays(const FakeCall &call, const FakeItem &item)
{
    const QJsonObject rules = call.repo->protection.value(item.base);
    const auto contexts
        = rules.value(QLatin1String("required_status_checks")).toObject().value(QLatin1String("contexts")).toArray();
    for (const auto &context : contexts) {
        QString state;
        const auto statuses = call.repo->statuses.value(item.headSha);
        for (const auto &status : statuses) {
            if (status.value(QLatin1String("context")) == context)
                state = status.value(QLatin1String("state")).toString();
        }
        if (state.isEmpty())
            return QStringLiteral("Required status check \"%1\" is expected.").arg(context.toString());
        if (state != QLatin1String("success"))
            return QStringLiteral("Required status check \"%1\" is failing.").arg(context.toString());
    }
    const int wanted = rules.value(QLatin1String("required_pull_request_reviews"))
                           .toObject()
                           .value(QLatin1String("required_approving_review_count"))
                           .toInt();
    QMap<QString, QString> verdicts;
    for (const auto &review : item.reviews) {
        if (review.state != QLatin1String("COMMENTED") && review.author != item.author
            && call.repo->collaborators.contains(review.author))
            verdicts.insert(review.author, review.state);
    }
    if (!rules.isEmpty() && verdicts.values().contains(QStringLiteral("CHANGES_REQUESTED")))
        return QStringLiteral("Changes were requested by a reviewer with write access.");
    if (verdicts.values().count(QStringLiteral("APPROVED")) < wanted)
        return QStringLiteral("At least %1 approving review is required by reviewers with write access.").arg(wanted);
    return {};
}

QString rebased(const FakeRepo &repo, const QString &base, const QString &head)
{
    const QTemporaryDir folder;
    const QString tree = folder.filePath(QStringLiteral("tree"));
    bool ok = false;
    fakeGit(repo.path,
            { QStringLiteral("worktree"), QStringLiteral("add"), QStringLiteral("-q"), QStringLiteral("--detach"), tree,
              head },
            &ok);
    if (ok)
        fakeGit(tree, { QStringLiteral("rebase"), QStringLiteral("-q"), base }, &ok);
    const QString sha = ok ? fakeGit(tree, { QStringLiteral("rev-parse"), QStringLiteral("HEAD") }) : QString();
    fakeGit(repo.path, { QStringLiteral("worktree"), QStringLiteral("remove"), QStringLiteral("-f"), tree });
    return sha;
}

/// The commit that the merge leads to; empty where it conflicts.
QString mergeCommit(FakeCall &call, const FakeItem &item, const QString &method)
{
    const FakeRepo &repo = *call.repo;
    const QString base = branchHead(repo, item.base);
    if (method == QLatin1String("rebase"))
        return rebased(repo, base, item.headSha);
    const QString tree = mergedTree(repo, base, item.headSha);
    if (tree.isEmpty())
        return {};
    const bool squash = method == QLatin1String("squash");
    QString title = call.text("commit_title");
    if (title.isEmpty())
        title = squash ? QStringLiteral("%1 (#%2)").arg(item.title).arg(item.number)
                       : QStringLiteral("Merge pull request #%1 from %2/%3\n\n%4")
                             .arg(item.number)
                             .arg(repo.owner, item.head, item.title);
    QStringList commit { QStringLiteral("commit-tree"), tree, QStringLiteral("-p"), base };
    if (!squash)
        commit << QStringLiteral("-p") << item.headSha;
    commit << QStringLiteral("-m") << title;
    return fakeGit(repo.path, commit);
}

HostResponse mergePull(FakeCall &call)
{
    FakeItem *item = pullOf(call);
    if (!item)
        return notFound();
    const QString refused = QStringLiteral("Pull Request is not mergeable");
    if (!item->isOpen)
        return refusal(405, refused);
    if (item->isDraft)
        return refusal(405, QStringLiteral("Pull Request is still a draft"));
    if (call.body.contains(QLatin1String("sha")) && call.text("sha") != item->headSha)
        return refusal(409, QStringLiteral("Head branch was modified. Review and try the merge again."));
    if (const QString why = protectionSays(call, *item); !why.isEmpty())
        return refusal(405, why);
    const QString method = call.text("merge_method").isEmpty() ? QStringLiteral("merge") : call.text("merge_method");
    const QString setting = method == QLatin1String("merge") ? QStringLiteral("allow_merge_commit")
                                                             : QStringLiteral("allow_%1_merge").arg(method);
    if (!call.repo->settings.value(setting).toBool(true))
        return refusal(405, QStringLiteral("%1 merges are not allowed on this repository.").arg(method));
    const QString sha = mergeCommit(call, *item, method);
    if (sha.isEmpty())
        return refusal(405, refused);
    fakeGit(call.repo->path, { QStringLiteral("update-ref"), QStringLiteral("refs/heads/") + item->base, sha });
    item->isMerged = true;
    item->isOpen = false;
    item->mergeSha = sha;
    item->mergedAt = item->closedAt = item->updatedAt = call.now;
    if (call.repo->settings.value(QLatin1String("delete_branch_on_merge")).toBool())
        fakeGit(call.repo->path,
                { QStringLiteral("update-ref"), QStringLiteral("-d"), QStringLiteral("refs/heads/") + item->head });
    noticePushes(call.state, *call.repo, call.now);
    return reply(200,
                 QJsonObject { { QStringLiteral("sha"), sha },
                               { QStringLiteral("merged"), true },
                               { QStringLiteral("message"), QStringLiteral("Pull Request successfully merged") } });
}

HostResponse isMerged(FakeCall &call)
{
    const FakeItem *item = pullOf(call);
    return item && item->isMerged ? noContent() : notFound();
}

} // namespace

QJsonObject pullJson(FakeCall &call, FakeItem &item, bool single)
{
    QJsonObject json = issueJson(call, item);
    json.remove(QStringLiteral("pull_request"));
    json.insert(QStringLiteral("draft"), item.isDraft);
    json.insert(QStringLiteral("head"), side(call, item.head, item.headSha));
    json.insert(QStringLiteral("base"), side(call, item.base, branchHead(*call.repo, item.base)));
    json.insert(QStringLiteral("merged_at"), timeValue(item.mergedAt));
    json.insert(QStringLiteral("merge_commit_sha"),
                item.isMerged ? QJsonValue(item.mergeSha) : QJsonValue(QJsonValue::Null));
    if (single) {
        json.insert(QStringLiteral("merged"), item.isMerged);
        json.insert(QStringLiteral("mergeable"), mergeable(call, item));
        json.insert(QStringLiteral("mergeable_state"), QStringLiteral("unknown"));
    }
    return json;
}

void addPullRoutes(FakeRoutes &routes)
{
    addRoute(routes, "GET", "/repos/R/pulls", pulls);
    addRoute(routes, "POST", "/repos/R/pulls", makePull);
    addRoute(routes, "GET", "/repos/R/pulls/:", readPull);
    addRoute(routes, "PATCH", "/repos/R/pulls/:", changePull);
    addRoute(routes, "PUT", "/repos/R/pulls/:/merge", mergePull);
    addRoute(routes, "GET", "/repos/R/pulls/:/merge", isMerged);
}

} // namespace slipway::test
