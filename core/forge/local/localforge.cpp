// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/localforge.h"

#include "core/forge/local/branchwatch.h"
#include "core/forge/local/ci/localci.h"
#include "core/forge/local/foldertree.h"
#include "core/forge/local/forgelog.h"
#include "core/forge/local/forgeschema.h"
#include "core/forge/local/issuerecords.h"
#include "core/forge/local/pullrequests.h"
#include "core/git/stalelocks.h"

#include <QFileInfo>
#include <QUrl>

namespace slipway::forge {

using storage::Connection;

struct LocalForge::Parts {
    storage::Database &database;
    git::Git &git;
    process::ProcessRunner &runner;
    const base::Clock &clock;
    Layout layout;
    BareRepositories repositories;
    LocalCi ci;
    BranchWatch watch;
    PullRequests pulls;

    Parts(storage::Database &database_, git::Git &git_, process::ProcessRunner &runner_, const base::Clock &clock_,
          const LocalForgeSettings &settings)
        : database(database_)
        , git(git_)
        , runner(runner_)
        , clock(clock_)
        , layout { QFileInfo(settings.stateFolder).absoluteFilePath() }
        , repositories(git_)
        , ci(database_, git_, runner_, clock_, layout, settings)
        , watch(database_, git_, ci, clock_, layout)
        , pulls(database_, git_, ci, watch, clock_, layout)
    {
    }

    [[nodiscard]] QString path(const QString &repo) const { return layout.repository(repo); }
};

LocalForge::LocalForge(storage::Database &database, git::Git &git, process::ProcessRunner &runner,
                       const base::Clock &clock, LocalForgeSettings settings, QObject *parent)
    : Forge(parent)
    , m(std::make_unique<Parts>(database, git, runner, clock, settings))
{
    connect(&m->ci, &LocalCi::runChanged, this, &Forge::ciRunChanged);
}

LocalForge::~LocalForge() = default;

QString LocalForge::kind() const
{
    return QStringLiteral("local");
}

Async<> LocalForge::open(bool leading)
{
    CO_CHECK(co_await m->database.migrate(forgeSchema()));
    if (!leading)
        co_return {};
    CO_CHECK(co_await m->ci.recover());
    auto list = [](Connection &connection) { return repositoryrecords::all(connection); };
    CO_TRY(const auto repositories, co_await m->database.read(std::move(list)));
    for (const auto &repository : repositories) {
        const QStringList stale = git::removeStaleLocks(m->path(repository.fullName));
        for (const QString &lock : stale)
            qCInfo(lcForge, "removed the lock of a killed git: %s", qUtf8Printable(lock));
        // A repository that is damaged or gone must not keep the others from working.
        const auto settled = co_await m->pulls.settle(repository.fullName);
        if (!settled) {
            qCWarning(lcForge, "%s: %s %s", qUtf8Printable(repository.fullName),
                      qUtf8Printable(settled.error().message), qUtf8Printable(settled.error().detail));
        }
    }
    m->ci.start();
    co_return {};
}

QCoro::Task<> LocalForge::drain()
{
    co_await m->ci.drain();
}

Async<Repository> LocalForge::ensureRepository(QString owner, QString name, QString description, QString defaultBranch)
{
    const QString fullName = owner + QLatin1Char('/') + name;
    CO_CHECK(checkFullName(fullName));
    CO_CHECK(checkBranch(defaultBranch));
    auto ensure = [fullName, description, defaultBranch, now = m->clock.now()](Connection &connection) {
        return repositoryrecords::ensure(connection, fullName, description, defaultBranch, now);
    };
    CO_TRY(const auto record, co_await m->database.run(std::move(ensure)));
    const QString path = m->path(record.fullName);
    CO_CHECK(co_await m->repositories.create(path, name, description, record.defaultBranch));
    CO_CHECK(co_await m->watch.scan(record.fullName));
    const QString url = QUrl::fromLocalFile(path).toString();
    co_return Repository { record.fullName, url, url, record.defaultBranch };
}

Async<> LocalForge::ensureLabels(QString repo, QList<Label> labels)
{
    return m->database.run(
        [repo, labels](Connection &connection) { return repositoryrecords::ensureLabels(connection, repo, labels); });
}

Async<> LocalForge::protectBranch(QString repo, QString branch)
{
    CO_CHECK(checkFullName(repo));
    CO_CHECK(checkBranch(branch));
    CO_TRY(const QString path, co_await mirror(repo));
    co_return BareRepositories::protect(path, branch);
}

Async<> LocalForge::push(QString repo, QString fromRepository, QString sha, QString branch, bool force)
{
    CO_CHECK(checkSha(sha));
    CO_CHECK(checkBranch(branch));
    CO_TRY(const QString path, co_await mirror(repo));
    const QString ref = QStringLiteral("refs/heads/") + branch;
    CO_TRY(const QString old, co_await m->git.resolve(path, ref));
    if (old != sha) {
        CO_TRY(const QStringList guarded, BareRepositories::protectedBranches(path));
        if (guarded.contains(branch)) {
            co_return fail(
                ErrorCode::Denied, QStringLiteral("%1 is a protected branch of %2").arg(branch, repo),
                QStringLiteral("Push to another branch and open a pull request; only its merge writes here"));
        }
        const QUrl url(fromRepository);
        const QString from = url.isLocalFile() ? url.toLocalFile() : fromRepository;
        if (QFileInfo(from).canonicalFilePath() != QFileInfo(path).canonicalFilePath())
            CO_CHECK(co_await m->repositories.receive(path, from, sha));
        if (!force && !old.isEmpty()) {
            CO_TRY(const bool forward, co_await m->git.isAncestor(path, old, sha));
            if (!forward) {
                co_return fail(ErrorCode::Conflict,
                               QStringLiteral("%1 has commits that %2 does not have").arg(branch, sha.left(12)),
                               QStringLiteral("Merge or rebase onto the branch first"));
            }
        }
        CO_CHECK(co_await m->git.updateRef(path, ref, sha, old));
    }
    CO_CHECK(co_await m->watch.scan(repo)); // also when it was there already: its CI may be missing after a crash
    co_return {};
}

Async<> LocalForge::deleteBranch(QString repo, QString branch)
{
    CO_CHECK(checkBranch(branch));
    auto lookUp = [repo](Connection &connection) { return repositoryrecords::find(connection, repo); };
    CO_TRY(const auto record, co_await m->database.read(std::move(lookUp)));
    CO_TRY(const QString path, co_await mirror(repo));
    CO_TRY(const QStringList guarded, BareRepositories::protectedBranches(path));
    if (guarded.contains(branch) || branch == record.defaultBranch) {
        co_return fail(ErrorCode::Denied,
                       QStringLiteral("%1 is a protected or the default branch of %2").arg(branch, repo));
    }
    const QString ref = QStringLiteral("refs/heads/") + branch;
    CO_TRY(const QString sha, co_await m->git.resolve(path, ref));
    if (!sha.isEmpty())
        CO_CHECK(co_await m->git.deleteRef(path, ref));
    CO_CHECK(co_await m->watch.scan(repo));
    co_return {};
}

Async<Issue> LocalForge::ensureIssue(QString repo, QString marker, Issue issue)
{
    return m->database.run([repo, marker, issue, now = m->clock.now()](Connection &connection) {
        return issuerecords::ensure(connection, repo, marker, issue, now);
    });
}

Async<Issue> LocalForge::issue(QString repo, int number)
{
    return m->database.read(
        [repo, number](Connection &connection) { return issuerecords::find(connection, repo, number); });
}

Async<QList<Issue>> LocalForge::issues(QString repo)
{
    return m->database.read([repo](Connection &connection) { return issuerecords::all(connection, repo); });
}

Async<QList<Issue>> LocalForge::issuesSince(QString repo, QDateTime since)
{
    Q_UNUSED(since) // three queries for all of them
    return issues(repo);
}

Async<> LocalForge::changeIssue(QString repo, int number, IssueChange change)
{
    return m->database.run([repo, number, change, now = m->clock.now()](Connection &connection) {
        return issuerecords::change(connection, repo, number, change, now);
    });
}

Async<> LocalForge::ensureComment(QString repo, int number, QString marker, QString body)
{
    return m->database.run([repo, number, marker, body, now = m->clock.now()](Connection &connection) {
        return issuerecords::ensureComment(connection, repo, number, marker, body, now);
    });
}

Async<QList<Comment>> LocalForge::comments(QString repo, int number)
{
    return m->database.read(
        [repo, number](Connection &connection) { return issuerecords::comments(connection, repo, number); });
}

Async<QList<Comment>> LocalForge::commentsSince(QString repo, QDateTime since)
{
    return m->database.read(
        [repo, since](Connection &connection) { return issuerecords::commentsSince(connection, repo, since); });
}

Async<PullRequest> LocalForge::ensurePullRequest(QString repo, QString head, QString base, QString title, QString body)
{
    return m->pulls.ensure(repo, head, base, title, body);
}

Async<PullRequest> LocalForge::pullRequest(QString repo, int number)
{
    return m->pulls.find(repo, number);
}

Async<QList<PullRequest>> LocalForge::pullRequests(QString repo)
{
    return m->pulls.all(repo);
}

Async<> LocalForge::ensureReview(QString repo, int number, QString marker, Review review)
{
    return m->database.run([repo, number, marker, review, now = m->clock.now()](Connection &connection) {
        return issuerecords::ensureReview(connection, repo, number, marker, review, now);
    });
}

Async<QList<Review>> LocalForge::reviews(QString repo, int number)
{
    return m->database.read(
        [repo, number](Connection &connection) { return issuerecords::reviews(connection, repo, number); });
}

Async<MergeOutcome> LocalForge::merge(QString repo, int number, QString expectedHead)
{
    return m->pulls.merge(repo, number, expectedHead);
}

Async<QList<domain::CiRun>> LocalForge::ciRuns(QString repo, QString sha, QString branch, int limit)
{
    CO_CHECK(co_await m->watch.scan(repo));
    co_return co_await m->ci.runs(repo, sha, branch, limit);
}

Async<domain::CiRun> LocalForge::ciRun(QString repo, QString id)
{
    return m->ci.run(repo, id);
}

Async<QByteArray> LocalForge::ciLog(QString repo, QString runId, QString jobId, qsizetype maxBytes)
{
    return m->ci.log(repo, runId, jobId, maxBytes);
}

Async<> LocalForge::rerun(QString repo, QString runId)
{
    return m->ci.rerun(repo, runId);
}

Async<bool> LocalForge::hasCi(QString repo, QString sha)
{
    CO_CHECK(checkSha(sha));
    CO_TRY(const auto heads, co_await m->watch.scan(repo));
    CO_TRY(const auto runs, co_await m->ci.runs(repo, sha, QString(), 1));
    if (!runs.isEmpty())
        co_return true;
    CO_TRY(const QStringList guarded, BareRepositories::protectedBranches(m->path(repo)));
    auto lookUp = [repo](Connection &connection) { return repositoryrecords::find(connection, repo); };
    CO_TRY(const auto record, co_await m->database.read(std::move(lookUp)));
    // A pull request goes to one of the branches that only merges write; failing that, to the default branch.
    const QStringList bases = guarded.isEmpty() ? QStringList { record.defaultBranch } : guarded;
    co_return co_await m->ci.wouldRun(m->path(repo), sha, heads.keys(sha), bases);
}

Async<QString> LocalForge::mirror(QString repo)
{
    auto lookUp = [repo](Connection &connection) { return repositoryrecords::find(connection, repo); };
    CO_TRY(const auto record, co_await m->database.read(std::move(lookUp)));
    const QString path = m->path(record.fullName);
    CO_CHECK(BareRepositories::checkThere(path));
    co_return path;
}

Async<> LocalForge::deleteRepository(QString repo)
{
    CO_CHECK(checkFullName(repo));
    auto lookUp = [repo](Connection &connection) { return repositoryrecords::find(connection, repo); };
    const auto record = co_await m->database.read(std::move(lookUp));
    if (!record && record.error().code == ErrorCode::NotFound)
        co_return {};
    CO_CHECK(record);
    CO_CHECK(co_await m->ci.forget(record->id));
    CO_CHECK(co_await removeTree(m->runner, m->path(repo)));
    auto remove = [repo](Connection &connection) { return repositoryrecords::remove(connection, repo); };
    co_return co_await m->database.run(std::move(remove));
}

} // namespace slipway::forge
