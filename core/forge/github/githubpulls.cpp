// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/githubpulls.h"

#include "core/forge/github/githubreviews.h"

namespace slipway::forge {

using namespace std::chrono_literals;

namespace {

QString pathOf(const QString &repo, int number, const QString &rest = {})
{
    return repoPath(repo, QStringLiteral("/pulls/%1").arg(number)) + rest;
}

PullRequest pullOf(const QJsonObject &json)
{
    PullRequest pull;
    pull.number = json.value(QLatin1String("number")).toInt();
    pull.title = json.value(QLatin1String("title")).toString();
    pull.body = json.value(QLatin1String("body")).toString();
    pull.url = json.value(QLatin1String("html_url")).toString();
    const QJsonObject head = json.value(QLatin1String("head")).toObject();
    pull.head = head.value(QLatin1String("ref")).toString();
    pull.headSha = head.value(QLatin1String("sha")).toString();
    pull.base = json.value(QLatin1String("base")).toObject().value(QLatin1String("ref")).toString();
    pull.createdAt = timeOf(json, QLatin1StringView("created_at"));
    pull.mergedAt = timeOf(json, QLatin1StringView("merged_at"));
    const bool merged = pull.mergedAt.isValid() || json.value(QLatin1String("merged")).toBool();
    const bool open = json.value(QLatin1String("state")).toString() == QLatin1String("open");
    pull.state = merged ? PullRequestState::Merged : open ? PullRequestState::Open : PullRequestState::Closed;
    if (merged)
        pull.mergeSha = json.value(QLatin1String("merge_commit_sha")).toString();
    return pull;
}

MergeOutcome outcome(MergeOutcome::Kind kind, const QString &sha, const QString &reason)
{
    return { kind, sha, {}, reason };
}

QString methodName(MergeMethod method)
{
    switch (method) {
    case MergeMethod::Squash:
        return QStringLiteral("squash");
    case MergeMethod::Rebase:
        return QStringLiteral("rebase");
    case MergeMethod::Merge:
        break;
    }
    return QStringLiteral("merge");
}

} // namespace

GitHubPulls::GitHubPulls(GitHubContext &context, GitHubMirrors &mirrors)
    : m(context)
    , m_mirrors(mirrors)
{
}

Async<PullRequest> GitHubPulls::find(QString repo, int number)
{
    CO_CHECK(checkFullName(repo));
    CO_TRY(
        const QJsonObject json,
        co_await m.api.object(QStringLiteral("Reading pull request ") + itemName(repo, number), pathOf(repo, number)));
    co_return pullOf(json);
}

Async<QList<PullRequest>> GitHubPulls::all(QString repo)
{
    CO_CHECK(checkFullName(repo));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("state"), QStringLiteral("all"));
    query.addQueryItem(QStringLiteral("sort"), QStringLiteral("created"));
    query.addQueryItem(QStringLiteral("direction"), QStringLiteral("asc"));
    CO_TRY(const QJsonArray entries,
           co_await m.api.list(QStringLiteral("Reading the pull requests of ") + repo,
                               repoPath(repo, QStringLiteral("/pulls")), query));
    QList<PullRequest> pulls;
    for (const auto &entry : entries)
        pulls.append(pullOf(entry.toObject()));
    std::ranges::sort(pulls, {}, &PullRequest::number);
    co_return pulls;
}

Async<std::optional<PullRequest>> GitHubPulls::findOf(QString repo, QString head)
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("state"), QStringLiteral("all"));
    query.addQueryItem(QStringLiteral("head"), QString(repo.section(QLatin1Char('/'), 0, 0) % QLatin1Char(':') % head));
    query.addQueryItem(QStringLiteral("sort"), QStringLiteral("created"));
    query.addQueryItem(QStringLiteral("direction"), QStringLiteral("desc"));
    CO_TRY(const QJsonArray entries,
           co_await m.api.list(QStringLiteral("Reading the pull requests of ") + repo,
                               repoPath(repo, QStringLiteral("/pulls")), query));
    PullRequest merged; // newest first
    for (const auto &entry : entries) {
        const PullRequest pull = pullOf(entry.toObject());
        if (pull.head != head)
            continue;
        if (pull.state == PullRequestState::Open)
            co_return std::optional<PullRequest>(pull);
        if (pull.state == PullRequestState::Merged && merged.number == 0)
            merged = pull;
    }
    if (merged.number == 0)
        co_return std::optional<PullRequest>();
    // Asked again after it was merged (a repeated step): the answer is the merged one. After a squash GitHub would open another.
    CO_TRY(const QString sha, co_await m_mirrors.headOf(repo, head));
    co_return sha == merged.headSha ? std::optional<PullRequest>(merged) : std::optional<PullRequest>();
}

QCoro::Task<ApiReply> GitHubPulls::create(QString repo, QString head, QString base, QString title, QString body)
{
    ApiCall call;
    call.what = QStringLiteral("Opening a pull request for %1 of %2").arg(head, repo);
    call.path = repoPath(repo, QStringLiteral("/pulls"));
    call.method = "POST";
    call.kind = net::RequestKind::Create;
    call.repeatable = false;
    call.body = QJsonObject { { QStringLiteral("title"), title.left(256) },
                              { QStringLiteral("head"), head },
                              { QStringLiteral("base"), base },
                              { QStringLiteral("body"), body.left(65'536) } };
    co_return co_await m.api.send(call);
}

Async<PullRequest> GitHubPulls::ensure(QString repo, QString head, QString base, QString title, QString body)
{
    CO_CHECK(checkFullName(repo));
    CO_CHECK(checkBranch(head));
    CO_CHECK(checkBranch(base));
    if (head == base)
        co_return fail(ErrorCode::Invalid,
                       QStringLiteral("A pull request needs two different branches, not %1 twice").arg(head));
    const auto held = co_await m.locks.lock(QStringLiteral("pull %1 %2").arg(repo, head));
    co_return co_await openOf(repo, head, base, title, body);
}

Async<PullRequest> GitHubPulls::openOf(QString repo, QString head, QString base, QString title, QString body)
{
    auto look = [this, repo, head] { return findOf(repo, head); };
    auto make = [this, repo, head, base, title, body] { return create(repo, head, base, title, body); };
    auto read = [](const ApiReply &reply) { return Result<PullRequest>(pullOf(reply.object())); };
    auto opened = co_await makeOnce<PullRequest>(&m.api, look, make, read, alreadyExists);
    if (opened || opened.error().code != ErrorCode::Invalid)
        co_return opened;
    // The reason is in the answer's body, which is the error's detail.
    const QString said = opened.error().detail;
    if (said.contains(QLatin1String("No commits between"))) {
        co_return fail(ErrorCode::Invalid, QStringLiteral("%1 has no commit that %2 does not have").arg(head, base),
                       QStringLiteral("Push a commit to the branch before the pull request is opened"), said);
    }
    for (const QString &branch : { head, base }) {
        const QString field = branch == head ? QStringLiteral("\"head\"") : QStringLiteral("\"base\"");
        if (said.contains(field) && said.contains(QLatin1String("\"invalid\""))) {
            co_return fail(ErrorCode::NotFound, QStringLiteral("%1 has no branch %2").arg(repo, branch),
                           QStringLiteral("Push the branch before the pull request is opened"), said);
        }
    }
    co_return opened;
}

Async<std::optional<MergeOutcome>> GitHubPulls::settled(QString repo, PullRequest pull, QString expectedHead)
{
    using Kind = MergeOutcome::Kind;
    if (pull.state == PullRequestState::Merged)
        co_return std::optional(outcome(Kind::Merged, pull.mergeSha, {}));
    if (pull.state == PullRequestState::Closed)
        co_return std::optional(
            outcome(Kind::NotAllowed, {}, itemName(repo, pull.number) % QStringLiteral(" is closed")));
    if (pull.headSha == expectedHead)
        co_return std::optional<MergeOutcome>();
    // A pull request shows a push some seconds late; the branch itself is newer.
    CO_TRY(const QString now, co_await m_mirrors.headOf(repo, pull.head));
    if (now == expectedHead)
        co_return std::optional<MergeOutcome>();
    co_return std::optional(
        outcome(Kind::HeadMoved, now, QStringLiteral("%1 is at %2 by now").arg(pull.head, now.left(12))));
}

Async<> GitHubPulls::vouch(QString repo, PullRequest pull)
{
    CO_TRY(const bool reviewed, co_await hasReviewer(&m));
    if (reviewed || !m_mirrors.isProtected(repo, pull.base))
        co_return {};
    // The engine decides about merges; the status only shows it. A verdict that stands is never overwritten.
    CO_TRY(const QString state, co_await qaStatus(&m.api, repo, pull.headSha));
    if (state.isEmpty())
        co_return co_await setQaStatus(&m.api, repo, pull.headSha, true, QStringLiteral("Merged by Slipway"));
    co_return {};
}

Async<MergeOutcome> GitHubPulls::merge(QString repo, int number, QString expectedHead)
{
    CO_CHECK(checkFullName(repo));
    const auto held = co_await m.locks.lock(QStringLiteral("merge ") + repo);
    constexpr int rounds = 7;
    std::optional<Error> last;
    for (int round = 0; round < rounds; ++round) {
        if (round > 0)
            CO_CHECK(co_await m.api.sleep(1s * (1 << std::min(round, 4))));
        CO_TRY(const PullRequest pull, co_await find(repo, number));
        CO_TRY(const auto known, co_await settled(repo, pull, expectedHead));
        if (known)
            co_return *known;
        CO_CHECK(co_await vouch(repo, pull));
        ApiCall call;
        call.what = QStringLiteral("Merging ") + itemName(repo, number);
        call.path = pathOf(repo, number, QStringLiteral("/merge"));
        call.method = "PUT";
        call.kind = net::RequestKind::Write;
        call.repeatable = false;
        call.body = QJsonObject { { QStringLiteral("sha"), expectedHead },
                                  { QStringLiteral("merge_method"), methodName(m.settings.mergeMethod) } };
        const ApiReply reply = co_await m.api.send(call);
        if (reply.ok())
            co_return outcome(MergeOutcome::Kind::Merged, reply.object().value(QLatin1String("sha")).toString(), {});
        last = reply.error;
        CO_TRY(const auto verdict, co_await refused(repo, pull, reply));
        if (verdict)
            co_return *verdict;
    }
    co_return std::unexpected(*last);
}

Async<std::optional<MergeOutcome>> GitHubPulls::refused(QString repo, PullRequest pull, ApiReply reply)
{
    if (reply.uncertain || reply.status() == 409)
        co_return std::optional<MergeOutcome>(); // look again
    if (reply.status() != 405)
        co_return reply.failure();
    const GitHubComplaint complaint = reply.complaint();
    if (complaint.says(QLatin1StringView("base branch was modified")))
        co_return std::optional<MergeOutcome>();
    if (!complaint.says(QLatin1StringView("not mergeable")))
        co_return std::optional(outcome(MergeOutcome::Kind::NotAllowed, {}, complaint.message));
    CO_TRY(const auto can, co_await mergeable(repo, pull.number));
    if (can.value_or(true))
        co_return std::optional<MergeOutcome>(); // merged or closed meanwhile, or it can be after all
    CO_TRY(const MergeOutcome conflicted, co_await conflict(repo, pull));
    co_return std::optional(conflicted);
}

Async<std::optional<bool>> GitHubPulls::mergeable(QString repo, int number)
{
    // null means that GitHub only now begins to find out.
    for (int round = 0; round < 6; ++round) {
        if (round > 0)
            CO_CHECK(co_await m.api.sleep(1s * (1 << (round - 1))));
        CO_TRY(const QJsonObject json,
               co_await m.api.object(QStringLiteral("Reading pull request ") + itemName(repo, number),
                                     pathOf(repo, number)));
        const QJsonValue value = json.value(QLatin1String("mergeable"));
        if (value.isBool() || json.value(QLatin1String("state")).toString() != QLatin1String("open"))
            co_return value.isBool() ? std::optional<bool>(value.toBool()) : std::optional<bool>();
    }
    co_return std::optional<bool>();
}

Async<MergeOutcome> GitHubPulls::conflict(QString repo, PullRequest pull)
{
    MergeOutcome conflicted;
    conflicted.kind = MergeOutcome::Kind::Conflict;
    conflicted.reason = QStringLiteral("%1 conflicts with %2").arg(pull.head, pull.base);
    // GitHub does not say which files: git does.
    CO_TRY(const QString mirror, co_await m_mirrors.update(repo));
    CO_TRY(const QString base, co_await m.git.resolve(mirror, QStringLiteral("refs/heads/") + pull.base));
    const auto merged = co_await m.git.merge(mirror, base, pull.headSha, QStringLiteral("Trial"));
    if (merged)
        conflicted.conflicts = merged->conflicts;
    co_return conflicted;
}

} // namespace slipway::forge
