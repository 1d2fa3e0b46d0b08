// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/githubrepositories.h"

#include "core/forge/local/forgelog.h"

namespace slipway::forge {

namespace {

QString oneLine(const QString &text, qsizetype most)
{
    return text.simplified().left(most);
}

QString describe(const QString &description)
{
    return oneLine(description, 300);
}

Repository repositoryOf(const QJsonObject &json)
{
    return { json.value(QLatin1String("full_name")).toString(), json.value(QLatin1String("html_url")).toString(),
             json.value(QLatin1String("clone_url")).toString(),
             json.value(QLatin1String("default_branch")).toString() };
}

} // namespace

GitHubRepositories::GitHubRepositories(GitHubContext &context, GitHubMirrors &mirrors)
    : m(context)
    , m_mirrors(mirrors)
{
}

Async<> GitHubRepositories::checkScopes()
{
    CO_TRY(const GitHubAccount account, co_await m.api.account());
    if (!account.tellsScopes)
        co_return {}; // what such a token lacks shows on use
    const QStringList missing = missingScopes(account.scopes, m.settings.privateRepositories);
    if (!missing.isEmpty())
        co_return std::unexpected(missingScopesError(missing));
    co_return {};
}

Async<std::optional<QJsonObject>> GitHubRepositories::find(QString repo)
{
    const auto found = co_await m.api.object(QStringLiteral("Reading ") + repo, repoPath(repo));
    if (found)
        co_return std::optional<QJsonObject>(*found);
    if (found.error().code == ErrorCode::NotFound)
        co_return std::optional<QJsonObject>();
    co_return forward(found);
}

Async<std::optional<QJsonObject>> GitHubRepositories::findOurs(QString repo, QString description)
{
    CO_TRY(const auto found, co_await find(repo));
    if (!found)
        co_return std::optional<QJsonObject>();
    // Ours is what this home works with already, what we made and did not get to fill, and what says the same.
    const bool known = QFileInfo::exists(m_mirrors.pathOf(repo) + QStringLiteral("/HEAD"));
    const bool isEmpty = found->value(QLatin1String("size")).toInt() == 0;
    const bool saysTheSame = found->value(QLatin1String("description")).toString() == describe(description);
    if (known || saysTheSame)
        co_return std::optional<QJsonObject>(*found);
    if (isEmpty) {
        CO_TRY(const QJsonArray branches,
               co_await m.api.list(QStringLiteral("Reading the branches of ") + repo,
                                   repoPath(repo, QStringLiteral("/branches")), QUrlQuery(), QString(), 1));
        if (branches.isEmpty())
            co_return std::optional<QJsonObject>(*found);
    }
    co_return fail(ErrorCode::Conflict,
                   QStringLiteral("%1 exists on GitHub already, and not for this project").arg(repo),
                   QStringLiteral("Choose another name for the project, or rename or delete that repository"));
}

QCoro::Task<ApiReply> GitHubRepositories::create(QString owner, QString name, QString description)
{
    ApiReply failure;
    const auto account = co_await m.api.account();
    if (!account) {
        failure.error = account.error();
        co_return failure;
    }
    ApiCall call;
    call.what = QStringLiteral("Creating the repository %1/%2").arg(owner, name);
    const bool own = owner.compare(account->login, Qt::CaseInsensitive) == 0;
    call.path = own ? QStringLiteral("/user/repos") : QStringLiteral("/orgs/%1/repos").arg(GitHubApi::segment(owner));
    call.method = "POST";
    call.kind = net::RequestKind::Create;
    call.repeatable = false;
    call.body = QJsonObject { { QStringLiteral("name"), name },
                              { QStringLiteral("description"), describe(description) },
                              { QStringLiteral("private"), m.settings.privateRepositories },
                              { QStringLiteral("has_issues"), true },
                              { QStringLiteral("has_wiki"), false },
                              { QStringLiteral("auto_init"), false } };
    co_return co_await m.api.send(call);
}

Async<Repository> GitHubRepositories::ensure(QString owner, QString name, QString description, QString defaultBranch)
{
    const QString repo = owner + QLatin1Char('/') + name;
    CO_CHECK(checkFullName(repo));
    CO_CHECK(checkBranch(defaultBranch));
    CO_CHECK(co_await checkScopes());
    const auto held = co_await m.locks.lock(QStringLiteral("repository ") + repo);
    auto look = [this, repo, description] { return findOurs(repo, description); };
    auto make = [this, owner, name, description] { return create(owner, name, description); };
    auto read = [](const ApiReply &reply) { return Result<QJsonObject>(reply.object()); };
    CO_TRY(const QJsonObject found, co_await makeOnce<QJsonObject>(&m.api, look, make, read, alreadyExists));
    Repository repository = repositoryOf(found);
    m_mirrors.rememberCloneUrl(repository.fullName, repository.cloneUrl);
    // The first branch that is pushed becomes the default branch; before that GitHub names the account's usual one.
    CO_CHECK(co_await ensureBranch(repository.fullName, description, defaultBranch));
    CO_TRY(const bool reviewed, co_await hasReviewer(&m));
    if (reviewed)
        CO_CHECK(co_await inviteReviewer(repository.fullName));
    CO_TRY(const auto again, co_await find(repository.fullName));
    co_return again ? repositoryOf(*again) : repository;
}

Async<> GitHubRepositories::ensureBranch(QString repo, QString description, QString branch)
{
    const QString all = repoPath(repo, QStringLiteral("/branches"));
    CO_TRY(const QJsonArray branches,
           co_await m.api.list(QStringLiteral("Reading the branches of ") + repo, all, QUrlQuery(), QString(), 1));
    if (!branches.isEmpty())
        co_return {}; // not empty: it has its default branch
    co_return co_await m_mirrors.pushFirstCommit(repo, description, branch);
}

Async<> GitHubRepositories::inviteReviewer(QString repo)
{
    CO_TRY(const GitHubAccount reviewer, co_await m.reviewer.account());
    ApiCall ask;
    ask.what = QStringLiteral("Looking for the reviewer's access to ") + repo;
    ask.path = repoPath(repo, QStringLiteral("/collaborators/")) + GitHubApi::segment(reviewer.login);
    const ApiReply is = co_await m.api.send(ask);
    if (is.ok())
        co_return {};
    ApiCall invite;
    invite.what = QStringLiteral("Inviting the reviewer to ") + repo;
    invite.path = ask.path;
    invite.method = "PUT";
    invite.kind = net::RequestKind::Write;
    invite.body = QJsonObject { { QStringLiteral("permission"), QStringLiteral("push") } };
    const ApiReply invited = co_await m.api.send(invite);
    if (!invited.ok())
        co_return invited.failure();
    const qint64 invitation = invited.object().value(QLatin1String("id")).toInteger();
    if (invited.status() != 201 || invitation == 0)
        co_return {};
    ApiCall accept;
    accept.what = QStringLiteral("Accepting the reviewer's invitation to ") + repo;
    accept.path = QStringLiteral("/user/repository_invitations/%1").arg(invitation);
    accept.method = "PATCH";
    accept.kind = net::RequestKind::Write;
    const ApiReply accepted = co_await m.reviewer.send(accept);
    if (!accepted.ok() && accepted.status() != 404) // accepted meanwhile
        co_return accepted.failure();
    co_return {};
}

Async<QString> GitHubRepositories::protect(QString repo, QString branch)
{
    CO_CHECK(checkFullName(repo));
    CO_CHECK(checkBranch(branch));
    CO_CHECK(co_await m_mirrors.update(repo)); // ours is enforced in any case, and a mirror holds the list
    CO_TRY(const bool reviewed, co_await hasReviewer(&m));
    const int approvals = reviewed ? 1 : 0;
    const QStringList contexts = reviewed ? QStringList() : QStringList { qaContext };
    const QJsonObject checks { { QStringLiteral("strict"), false },
                               { QStringLiteral("contexts"), QJsonArray::fromStringList(contexts) } };
    const QJsonObject reviews { { QStringLiteral("required_approving_review_count"), approvals },
                                { QStringLiteral("dismiss_stale_reviews"), true } };
    ApiCall call;
    call.what = QStringLiteral("Protecting %1 of %2").arg(branch, repo);
    call.path
        = repoPath(repo, QStringLiteral("/branches/")) + GitHubApi::segment(branch) + QStringLiteral("/protection");
    call.method = "PUT";
    call.kind = net::RequestKind::Write;
    call.body = QJsonObject { { QStringLiteral("required_status_checks"),
                                contexts.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(checks) },
                              { QStringLiteral("enforce_admins"), true },
                              { QStringLiteral("required_pull_request_reviews"), reviews },
                              { QStringLiteral("restrictions"), QJsonValue::Null } };
    const ApiReply reply = co_await m.api.send(call);
    const bool planLacksIt = reply.status() == 403 && reply.complaint().says(QLatin1StringView("upgrade to"));
    if (!reply.ok() && !planLacksIt)
        co_return reply.failure();
    CO_CHECK(m_mirrors.protect(repo, branch));
    if (!planLacksIt)
        co_return QString();
    const QString note
        = QStringLiteral("GitHub's plan of %1 has no branch protection for private repositories: Slipway itself "
                         "keeps %2 for merges, but cannot stop pushes by others")
              .arg(repo, branch);
    qCWarning(lcForge, "%s", qUtf8Printable(note));
    co_return note;
}

Async<> GitHubRepositories::deleteBranch(QString repo, QString branch)
{
    CO_CHECK(checkFullName(repo));
    CO_CHECK(checkBranch(branch));
    CO_TRY(const QJsonObject repository, co_await m.api.object(QStringLiteral("Reading ") + repo, repoPath(repo)));
    if (m_mirrors.isProtected(repo, branch) || repository.value(QLatin1String("default_branch")).toString() == branch) {
        co_return fail(ErrorCode::Denied,
                       QStringLiteral("%1 is a protected or the default branch of %2").arg(branch, repo));
    }
    ApiCall call;
    call.what = QStringLiteral("Deleting the branch %1 of %2").arg(branch, repo);
    call.path = repoPath(repo, QStringLiteral("/git/refs/heads/")) + GitHubApi::refPath(branch);
    call.method = "DELETE";
    call.kind = net::RequestKind::Write;
    const ApiReply reply = co_await m.api.send(call);
    if (reply.ok() || reply.status() == 404)
        co_return {};
    const auto complaint = reply.complaint();
    if (complaint.says(QLatin1StringView("does not exist")))
        co_return {};
    if (complaint.says(QLatin1StringView("protected")) || complaint.says(QLatin1StringView("default branch")))
        co_return fail(ErrorCode::Denied, call.what % QStringLiteral(" is not allowed: it is protected"));
    co_return reply.failure();
}

Async<> GitHubRepositories::remove(QString repo)
{
    CO_CHECK(checkFullName(repo));
    CO_TRY(const auto found, co_await find(repo));
    if (found) {
        ApiCall call;
        call.what = QStringLiteral("Deleting the repository ") + repo;
        call.path = repoPath(repo);
        call.method = "DELETE";
        call.kind = net::RequestKind::Write;
        const ApiReply reply = co_await m.api.send(call);
        if (reply.status() == 403) {
            Error error = *reply.error;
            error.hint
                = QStringLiteral("The token needs the scope delete_repo; or delete it in the repository's settings");
            co_return std::unexpected(error);
        }
        if (!reply.ok() && reply.status() != 404)
            co_return reply.failure();
    }
    m_mirrors.forget(repo);
    co_return {};
}

} // namespace slipway::forge
