// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/githubforge.h"

#include "core/forge/github/githubcomments.h"
#include "core/forge/github/githubissues.h"
#include "core/forge/github/githubpulls.h"
#include "core/forge/github/githubrepositories.h"
#include "core/forge/github/githubreviews.h"
#include "core/forge/github/githubruns.h"

#include <QFileInfo>

namespace slipway::forge {

struct GitHubForge::Parts {
    std::stop_source stop;
    int running = 0;
    std::vector<base::CompletionSource<>> waiters;
    const net::Timing &timing;
    net::HttpClient client;
    net::RateBudget budget, reviewerBudget;
    GitHubApi api, reviewer;
    KeyedLock locks;
    GitHubContext context;
    GitHubMirrors mirrors;
    GitHubRepositories repositories;
    GitHubIssues issues;
    GitHubComments comments;
    GitHubPulls pulls;
    GitHubReviews reviews;
    GitHubRuns runs;

    Parts(const GitHubSettings &settings, git::Git &git, const net::Timing &timing_)
        : timing(timing_)
        , client(QByteArrayLiteral("slipway/" SLIPWAY_VERSION))
        , api(settings, settings.token, cacheOf(settings), { client, budget, timing, stop.get_token() })
        , reviewer(settings, settings.reviewerToken, cacheOf(settings),
                   { client, reviewerBudget, timing, stop.get_token() })
        , context { settings, git, api, reviewer, locks, stop.get_token() }
        , mirrors(context)
        , repositories(context, mirrors)
        , issues(context)
        , comments(context)
        , pulls(context, mirrors)
        , reviews(context)
        , runs(context, mirrors)
    {
    }

    static QString cacheOf(const GitHubSettings &settings)
    {
        return settings.stateFolder + QStringLiteral("/github/etags");
    }
};

namespace {

GitHubSettings cleaned(GitHubSettings settings)
{
    settings.stateFolder = QFileInfo(settings.stateFolder).absoluteFilePath();
    return settings;
}

} // namespace

GitHubForge::GitHubForge(GitHubSettings settings, git::Git &git, const net::Timing &timing, QObject *parent)
    : Forge(parent)
    , m(std::make_unique<Parts>(cleaned(std::move(settings)), git, timing))
{
    m->api.onRefused([this] { Q_EMIT signInRefused(QStringLiteral("GitHub does not accept the token")); });
}

GitHubForge::~GitHubForge() = default;

template <typename T>
Async<T> GitHubForge::tracked(Async<T> task)
{
    Parts *parts = m.get();
    ++parts->running;
    auto result = co_await std::move(task);
    if (--parts->running == 0) {
        for (const auto &waiter : std::exchange(parts->waiters, {}))
            waiter.resolve({});
    }
    co_return result;
}

QCoro::Task<> GitHubForge::drain()
{
    m->stop.request_stop();
    if (m->running == 0)
        co_return;
    auto completion = m->waiters.emplace_back().completion();
    co_await completion;
}

net::BudgetState GitHubForge::budget() const
{
    return m->budget.state(m->timing.nowMs());
}

Async<GitHubForge::Account> GitHubForge::account()
{
    return tracked(readAccount());
}

Async<GitHubForge::Account> GitHubForge::readAccount()
{
    CO_TRY(const GitHubAccount found, co_await m->api.account());
    Account account;
    account.login = found.login;
    if (found.tellsScopes)
        account.missingScopes = missingScopes(found.scopes, m->context.settings.privateRepositories);
    co_return account;
}

Async<> GitHubForge::cancelRun(QString repo, QString runId)
{
    return tracked(m->runs.cancel(repo, runId));
}

QString GitHubForge::kind() const
{
    return QStringLiteral("github");
}

Async<QString> GitHubForge::ownerOf(QString owner)
{
    if (!owner.isEmpty())
        co_return owner;
    if (!m->context.settings.owner.isEmpty())
        co_return m->context.settings.owner;
    CO_TRY(const GitHubAccount account, co_await m->api.account());
    if (account.login.isEmpty()) {
        co_return fail(ErrorCode::Invalid, QStringLiteral("It is not known where repositories are to be made"),
                       QStringLiteral("Set SLIPWAY_GITHUB_OWNER to a user or an organisation"));
    }
    co_return account.login;
}

Async<Repository> GitHubForge::ensureRepository(QString owner, QString name, QString description, QString defaultBranch)
{
    return tracked(makeRepository(owner, name, description, defaultBranch));
}

Async<Repository> GitHubForge::makeRepository(QString owner, QString name, QString description, QString branch)
{
    CO_TRY(const QString actual, co_await ownerOf(owner));
    co_return co_await m->repositories.ensure(actual, name, description, branch);
}

Async<> GitHubForge::ensureLabels(QString repo, QList<Label> labels)
{
    return tracked(m->repositories.ensureLabels(repo, labels));
}

Async<> GitHubForge::protectBranch(QString repo, QString branch)
{
    return tracked(protect(repo, branch));
}

Async<> GitHubForge::protect(QString repo, QString branch)
{
    CO_TRY(const QString note, co_await m->repositories.protect(repo, branch));
    if (!note.isEmpty())
        Q_EMIT noticeRaised(repo, note);
    co_return {};
}

Async<> GitHubForge::push(QString repo, QString fromRepository, QString sha, QString branch, bool force)
{
    return tracked(m->mirrors.push(repo, fromRepository, sha, branch, force));
}

Async<> GitHubForge::deleteBranch(QString repo, QString branch)
{
    return tracked(m->repositories.deleteBranch(repo, branch));
}

Async<Issue> GitHubForge::ensureIssue(QString repo, QString marker, Issue issue)
{
    return tracked(m->issues.ensure(repo, marker, issue));
}

Async<Issue> GitHubForge::issue(QString repo, int number)
{
    return tracked(m->issues.find(repo, number));
}

Async<QList<Issue>> GitHubForge::issues(QString repo)
{
    return tracked(m->issues.all(repo));
}

Async<QList<Issue>> GitHubForge::issuesSince(QString repo, QDateTime since)
{
    return tracked(m->issues.since(repo, since));
}

Async<> GitHubForge::changeIssue(QString repo, int number, IssueChange change)
{
    return tracked(m->issues.change(repo, number, change));
}

Async<> GitHubForge::ensureComment(QString repo, int number, QString marker, QString body)
{
    return tracked(m->comments.ensure(repo, number, marker, body));
}

Async<QList<Comment>> GitHubForge::comments(QString repo, int number)
{
    return tracked(m->comments.all(repo, number));
}

Async<QList<Comment>> GitHubForge::commentsSince(QString repo, QDateTime since)
{
    return tracked(m->comments.since(repo, since));
}

Async<PullRequest> GitHubForge::ensurePullRequest(QString repo, QString head, QString base, QString title, QString body)
{
    return tracked(m->pulls.ensure(repo, head, base, title, body));
}

Async<PullRequest> GitHubForge::pullRequest(QString repo, int number)
{
    return tracked(m->pulls.find(repo, number));
}

Async<QList<PullRequest>> GitHubForge::pullRequests(QString repo)
{
    return tracked(m->pulls.all(repo));
}

Async<> GitHubForge::ensureReview(QString repo, int number, QString marker, Review review)
{
    return tracked(m->reviews.ensure(repo, number, marker, review));
}

Async<QList<Review>> GitHubForge::reviews(QString repo, int number)
{
    return tracked(m->reviews.all(repo, number));
}

Async<MergeOutcome> GitHubForge::merge(QString repo, int number, QString expectedHead)
{
    return tracked(m->pulls.merge(repo, number, expectedHead));
}

Async<QList<domain::CiRun>> GitHubForge::ciRuns(QString repo, QString sha, QString branch, int limit)
{
    return tracked(m->runs.list(repo, sha, branch, limit));
}

Async<domain::CiRun> GitHubForge::ciRun(QString repo, QString id)
{
    return tracked(m->runs.find(repo, id));
}

Async<QByteArray> GitHubForge::ciLog(QString repo, QString runId, QString jobId, qsizetype maxBytes)
{
    return tracked(m->runs.log(repo, runId, jobId, maxBytes));
}

Async<> GitHubForge::rerun(QString repo, QString runId)
{
    return tracked(m->runs.rerun(repo, runId));
}

Async<bool> GitHubForge::hasCi(QString repo, QString sha)
{
    return tracked(m->runs.wouldRun(repo, sha));
}

Async<QString> GitHubForge::mirror(QString repo)
{
    return tracked(m->mirrors.update(repo));
}

Async<> GitHubForge::deleteRepository(QString repo)
{
    return tracked(removeRepository(repo));
}

Async<> GitHubForge::removeRepository(QString repo)
{
    CO_CHECK(co_await m->repositories.remove(repo));
    m->issues.forget(repo);
    co_return {};
}

} // namespace slipway::forge
