// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/pullrequests.h"

#include "core/forge/local/branchwatch.h"
#include "core/forge/local/ci/localci.h"
#include "core/forge/local/pullrecords.h"

namespace slipway::forge {

using storage::Connection;

namespace {

QString refOf(const QString &branch)
{
    return QStringLiteral("refs/heads/") + branch;
}

/// While it is open, the head is what the branch says now.
PullRequest withLiveHead(PullRequest pull, const QHash<QString, QString> &heads)
{
    if (pull.state == PullRequestState::Open) {
        if (const auto head = heads.constFind(pull.head); head != heads.cend())
            pull.headSha = *head;
    }
    return pull;
}

MergeOutcome outcome(MergeOutcome::Kind kind, const QString &sha, const QString &reason)
{
    return { kind, sha, {}, reason };
}

} // namespace

PullRequests::PullRequests(storage::Database &database, git::Git &git, LocalCi &ci, BranchWatch &watch,
                           const base::Clock &clock, Layout layout)
    : m_database(database)
    , m_git(git)
    , m_ci(ci)
    , m_watch(watch)
    , m_clock(clock)
    , m_layout(std::move(layout))
    , m_repositories(git)
{
}

Async<PullRequest> PullRequests::ensure(QString repo, QString head, QString base, QString title, QString body)
{
    CO_CHECK(checkBranch(head));
    CO_CHECK(checkBranch(base));
    if (head == base)
        co_return fail(ErrorCode::Invalid,
                       QStringLiteral("A pull request needs two different branches, not %1 twice").arg(head));
    CO_TRY(const auto heads, co_await m_watch.scan(repo));
    for (const auto &branch : { head, base }) {
        if (!heads.contains(branch)) {
            co_return fail(ErrorCode::NotFound, QStringLiteral("%1 has no branch %2").arg(repo, branch),
                           QStringLiteral("Push the branch before the pull request is opened"));
        }
    }
    PullRequest wanted;
    wanted.title = title;
    wanted.body = body;
    wanted.head = head;
    wanted.base = base;
    wanted.headSha = heads.value(head);
    CO_TRY(const auto pull, co_await openNew(repo, wanted, heads.value(base)));
    if (pull.state != PullRequestState::Open)
        co_return pull;
    auto lookUp = [repo](Connection &connection) { return repositoryrecords::find(connection, repo); };
    CO_TRY(const auto repository, co_await m_database.read(std::move(lookUp)));
    const CiTrigger trigger { repository, head, wanted.headSha, pull.number, pull.base };
    CO_CHECK(co_await m_ci.trigger(trigger));
    co_return withLiveHead(pull, heads);
}

Async<PullRequest> PullRequests::openNew(QString repo, PullRequest wanted, QString baseSha)
{
    auto lookUp = [repo](Connection &connection) { return pullrecords::all(connection, repo); };
    CO_TRY(const auto known, co_await m_database.read(std::move(lookUp)));
    for (const auto &pull : known) {
        if (pull.head == wanted.head && pull.state == PullRequestState::Open)
            co_return pull;
    }
    CO_TRY(const bool nothingNew, co_await m_git.isAncestor(m_layout.repository(repo), wanted.headSha, baseSha));
    if (nothingNew) {
        // Asked again after it was merged (a repeated step): the answer is the merged one.
        for (auto pull = known.crbegin(); pull != known.crend(); ++pull) {
            if (pull->head == wanted.head && pull->headSha == wanted.headSha && pull->state == PullRequestState::Merged)
                co_return *pull;
        }
        co_return fail(ErrorCode::Invalid,
                       QStringLiteral("%1 has no commit that %2 does not have").arg(wanted.head, wanted.base),
                       QStringLiteral("Push a commit to the branch before the pull request is opened"));
    }
    auto create = [repo, wanted, now = m_clock.now()](Connection &connection) {
        return pullrecords::ensure(connection, repo, wanted, now);
    };
    co_return co_await m_database.run(std::move(create));
}

Async<PullRequest> PullRequests::find(QString repo, int number)
{
    CO_TRY(const auto heads, co_await m_watch.scan(repo));
    auto lookUp = [repo, number](Connection &connection) { return pullrecords::find(connection, repo, number); };
    CO_TRY(const auto pull, co_await m_database.read(std::move(lookUp)));
    co_return withLiveHead(pull, heads);
}

Async<QList<PullRequest>> PullRequests::all(QString repo)
{
    CO_TRY(const auto heads, co_await m_watch.scan(repo));
    auto lookUp = [repo](Connection &connection) { return pullrecords::all(connection, repo); };
    CO_TRY(auto pulls, co_await m_database.read(std::move(lookUp)));
    for (auto &pull : pulls)
        pull = withLiveHead(pull, heads);
    co_return pulls;
}

Async<MergeOutcome> PullRequests::merge(QString repo, int number, QString expectedHead)
{
    CO_TRY(const auto pull, co_await find(repo, number));
    if (pull.state == PullRequestState::Merged)
        co_return outcome(MergeOutcome::Kind::Merged, pull.mergeSha, {});
    if (pull.state == PullRequestState::Closed)
        co_return outcome(MergeOutcome::Kind::NotAllowed, {}, QStringLiteral("Pull request #%1 is closed").arg(number));
    if (pull.headSha != expectedHead) {
        co_return outcome(MergeOutcome::Kind::HeadMoved, pull.headSha,
                          QStringLiteral("%1 is at %2 by now").arg(pull.head, pull.headSha.left(12)));
    }
    co_return co_await mergeOpen(repo, pull);
}

Async<MergeOutcome> PullRequests::mergeOpen(QString repo, PullRequest pull)
{
    const QString path = m_layout.repository(repo);
    const QString message = QStringLiteral("Merge pull request #%1 from %2\n\n%3\n")
                                .arg(QString::number(pull.number), pull.head, pull.title);
    // The base can move under us (another merge); each round starts from where it is then.
    constexpr int rounds = 5;
    for (int round = 0; round < rounds; ++round) {
        CO_TRY(const QString base, co_await m_git.resolve(path, refOf(pull.base)));
        if (base.isEmpty())
            co_return outcome(MergeOutcome::Kind::NotAllowed, {},
                              QStringLiteral("The branch %1 is gone").arg(pull.base));
        CO_TRY(const bool contained, co_await m_git.isAncestor(path, pull.headSha, base));
        if (contained) {
            CO_TRY(const QString sha, co_await m_repositories.mergeCommit(path, base, pull.headSha));
            co_return co_await markMerged(repo, pull, sha);
        }
        CO_TRY(const git::MergeResult merged, co_await m_git.merge(path, base, pull.headSha, message));
        if (merged.conflicted) {
            MergeOutcome conflict;
            conflict.kind = MergeOutcome::Kind::Conflict;
            conflict.conflicts = merged.conflicts;
            conflict.reason = QStringLiteral("%1 conflicts with %2").arg(pull.head, pull.base);
            co_return conflict;
        }
        const auto written = co_await m_git.updateRef(path, refOf(pull.base), merged.commit, base);
        if (written)
            co_return co_await markMerged(repo, pull, merged.commit);
        if (written.error().code != ErrorCode::Conflict)
            co_return forward(written);
    }
    co_return fail(ErrorCode::Conflict,
                   QStringLiteral("%1 moved %2 times while #%3 was merged").arg(pull.base).arg(rounds).arg(pull.number),
                   QStringLiteral("Try again when fewer pushes arrive"));
}

Async<MergeOutcome> PullRequests::markMerged(QString repo, PullRequest pull, QString mergeSha)
{
    auto mark = [repo, pull, mergeSha, now = m_clock.now()](Connection &connection) {
        return pullrecords::markMerged(connection, repo, pull.number, pull.headSha, mergeSha, now);
    };
    CO_CHECK(co_await m_database.run(std::move(mark)));
    CO_CHECK(co_await m_watch.scan(repo)); // the base moved: its CI
    co_return outcome(MergeOutcome::Kind::Merged, mergeSha, {});
}

Async<> PullRequests::settle(QString repo)
{
    CO_TRY(const auto pulls, co_await all(repo));
    const QString path = m_layout.repository(repo);
    for (const auto &pull : pulls) {
        if (pull.state != PullRequestState::Open || pull.headSha.isEmpty())
            continue;
        const auto contained = co_await m_git.isAncestor(path, pull.headSha, refOf(pull.base));
        if (!contained || !*contained)
            continue;
        CO_TRY(const QString sha, co_await m_repositories.mergeCommit(path, refOf(pull.base), pull.headSha));
        CO_CHECK(co_await markMerged(repo, pull, sha));
    }
    co_return {};
}

} // namespace slipway::forge
