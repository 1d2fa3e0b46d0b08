// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/githubmirrors.h"

#include "core/base/files.h"
#include "core/base/redaction.h"

#include <QTemporaryDir>

namespace slipway::forge {

using namespace std::chrono_literals;

namespace {

// A transfer that stands still for a minute is over.
const QStringList patience { QStringLiteral("-c"), QStringLiteral("http.lowSpeedLimit=1"), QStringLiteral("-c"),
                             QStringLiteral("http.lowSpeedTime=60") };

} // namespace

GitHubMirrors::GitHubMirrors(GitHubContext &context)
    : m(context)
{
}

QString GitHubMirrors::pathOf(const QString &repo) const
{
    return m.settings.stateFolder % QStringLiteral("/github/mirrors/") % repo % QStringLiteral(".git");
}

Result<git::Authorization> GitHubMirrors::authorization(const QString &url) const
{
    const QUrl address(url);
    const bool secure = address.scheme() == QLatin1String("https");
    const bool asSecureAsTheApi
        = secure || (address.scheme() == QLatin1String("http") && m.settings.apiRoot.scheme() == QLatin1String("http"));
    if (!asSecureAsTheApi) {
        return fail(ErrorCode::Denied, QStringLiteral("The token is not sent to %1").arg(net::displayUrl(address)),
                    QStringLiteral("The API named a git address that is not https"));
    }
    const QByteArray pair = "x-access-token:" + m.api.token().toUtf8();
    const QString encoded = QString::fromLatin1(pair.toBase64());
    base::addSecret(encoded);
    QUrl prefix = address;
    prefix.setPath(QStringLiteral("/"));
    return git::Authorization { prefix.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery),
                                QStringLiteral("Authorization: Basic ") + encoded };
}

Async<QString> GitHubMirrors::cloneUrl(QString repo)
{
    CO_CHECK(checkFullName(repo));
    if (const auto known = m_cloneUrls.constFind(repo); known != m_cloneUrls.cend())
        co_return *known;
    CO_TRY(const QJsonObject found, co_await m.api.object(QStringLiteral("Reading ") + repo, repoPath(repo)));
    const QString url = found.value(QLatin1String("clone_url")).toString();
    m_cloneUrls.insert(repo, url);
    co_return url;
}

Async<QByteArray> GitHubMirrors::talk(QString folder, QStringList arguments, QString repo, QString branch)
{
    const net::RetryPolicy policy;
    for (int attempt = 1;; ++attempt) {
        CO_TRY(const QString url, co_await cloneUrl(repo));
        CO_TRY(const git::Authorization access, authorization(url));
        QStringList command = patience + arguments;
        command.replaceInStrings(QStringLiteral("%URL%"), url);
        const auto said = co_await m.git.runAuthorized(folder, command, access, m.stop);
        if (said)
            co_return *said;
        const Error error = gitErrorOf(said.error(), repo, branch);
        if (error.code != ErrorCode::Unavailable || !policy.mayRetry(attempt))
            co_return std::unexpected(error);
        CO_CHECK(co_await m.api.sleep(policy.delayBefore(attempt + 1, 0.5)));
    }
}

Async<QString> GitHubMirrors::update(QString repo)
{
    CO_CHECK(checkFullName(repo));
    const QString path = pathOf(repo);
    const auto held = co_await m.locks.lock(QStringLiteral("mirror ") + repo);
    if (!QFileInfo::exists(path + QStringLiteral("/HEAD"))) {
        CO_CHECK(co_await cloneUrl(repo)); // is there such a repository?
        CO_CHECK(base::makeFolder(QFileInfo(path).path(), true));
        CO_CHECK(co_await m.git.initBare(path, QStringLiteral("main")));
    }
    const QStringList fetch { QStringLiteral("fetch"),
                              QStringLiteral("--quiet"),
                              QStringLiteral("--prune"),
                              QStringLiteral("--no-tags"),
                              QStringLiteral("--no-write-fetch-head"),
                              QStringLiteral("%URL%"),
                              QStringLiteral("+refs/heads/*:refs/heads/*") };
    CO_CHECK(co_await talk(path, fetch, repo, QString()));
    co_return path;
}

Async<> GitHubMirrors::push(QString repo, QString fromRepository, QString sha, QString branch, bool force)
{
    CO_CHECK(checkFullName(repo));
    CO_CHECK(checkSha(sha));
    CO_CHECK(checkBranch(branch));
    if (isProtected(repo, branch)) {
        CO_TRY(const QString there, co_await headOf(repo, branch));
        if (there == sha)
            co_return {}; // a step that is repeated
        co_return fail(ErrorCode::Denied, QStringLiteral("%1 is a protected branch of %2").arg(branch, repo),
                       QStringLiteral("Push to another branch and open a pull request; only its merge writes here"));
    }
    const QUrl url(fromRepository);
    const QString from = url.isLocalFile() ? url.toLocalFile() : fromRepository;
    CO_TRY(const QString known, co_await m.git.resolve(from, sha));
    if (known.isEmpty()) {
        co_return fail(ErrorCode::NotFound, QStringLiteral("%1 has no commit %2").arg(from, sha.left(12)),
                       QStringLiteral("Import the commit before it is pushed"));
    }
    QStringList command { QStringLiteral("push"), QStringLiteral("--no-verify") };
    if (force)
        command << QStringLiteral("--force");
    command << QStringLiteral("%URL%") << sha % QStringLiteral(":refs/heads/") % branch;
    const auto held = co_await m.locks.lock(QStringLiteral("push ") % repo % QLatin1Char(' ') % branch);
    CO_CHECK(co_await talk(from, command, repo, branch));
    co_return co_await waitUntilSeen(repo, branch, sha);
}

Async<QString> GitHubMirrors::headOf(QString repo, QString branch)
{
    const QString path = repoPath(repo, QStringLiteral("/git/ref/heads/")) + GitHubApi::refPath(branch);
    const auto found = co_await m.api.object(QStringLiteral("Reading branch ") + branch, path);
    if (!found && found.error().code == ErrorCode::NotFound)
        co_return QString();
    if (!found)
        co_return forward(found);
    co_return found->value(QLatin1String("object")).toObject().value(QLatin1String("sha")).toString();
}

Async<> GitHubMirrors::waitUntilSeen(QString repo, QString branch, QString sha)
{
    // The API follows the git server within seconds; whoever opens a pull request next relies on it.
    for (int round = 0; round < 5; ++round) {
        if (round > 0)
            CO_CHECK(co_await m.api.sleep(1s * (1 << round)));
        CO_TRY(const QString seen, co_await headOf(repo, branch));
        if (seen == sha)
            break;
    }
    co_return {}; // git accepted it: seen late or moved on already, it is pushed
}

Async<> GitHubMirrors::pushFirstCommit(QString repo, QString description, QString branch)
{
    const QString path = pathOf(repo);
    CO_CHECK(base::makeFolder(QFileInfo(path).path(), true));
    if (!QFileInfo::exists(path + QStringLiteral("/HEAD")))
        CO_CHECK(co_await m.git.initBare(path, branch));
    const QTemporaryDir folder;
    const QString text = QStringLiteral("# %1\n\n%2\n").arg(repo.section(QLatin1Char('/'), 1), description);
    CO_CHECK(base::writeFileAtomically(folder.filePath(QStringLiteral("README.md")), text.toUtf8()));
    CO_TRY(const QString commit,
           co_await m.git.commitFolder(path, folder.path(), QString(), QStringLiteral("Initial commit")));
    const auto pushed = co_await push(repo, path, commit, branch, false);
    // Somebody (a call before a crash) was first: theirs is as good.
    if (!pushed && pushed.error().code != ErrorCode::Conflict)
        co_return forward(pushed);
    co_return {};
}

QStringList GitHubMirrors::protectedBranches(const QString &repo) const
{
    const auto file = base::readFile(pathOf(repo) + QStringLiteral("/slipway-protected"));
    return file ? QString::fromUtf8(*file).split(QLatin1Char('\n'), Qt::SkipEmptyParts) : QStringList();
}

bool GitHubMirrors::isProtected(const QString &repo, const QString &branch) const
{
    return protectedBranches(repo).contains(branch);
}

Result<> GitHubMirrors::protect(const QString &repo, const QString &branch)
{
    QStringList branches = protectedBranches(repo);
    if (branches.contains(branch))
        return {};
    branches.append(branch);
    const QString text = branches.join(QLatin1Char('\n')) + QLatin1Char('\n');
    return base::writeFileAtomically(pathOf(repo) + QStringLiteral("/slipway-protected"), text.toUtf8());
}

void GitHubMirrors::forget(const QString &repo)
{
    m_cloneUrls.remove(repo);
    // Only what this forge made itself; the commits are the ones that were just deleted on purpose.
    QDir(pathOf(repo)).removeRecursively();
}

} // namespace slipway::forge
