// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/github/fakeroutes.h"

#include <QDir>

namespace slipway::test {

namespace {

QJsonObject repoJson(const FakeCall &call, const FakeRepo &repo)
{
    QJsonObject json = repo.settings;
    json.insert(QStringLiteral("id"), repo.id);
    json.insert(QStringLiteral("name"), repo.name);
    json.insert(QStringLiteral("full_name"), repo.fullName());
    json.insert(QStringLiteral("owner"), userJson(repo.owner));
    json.insert(QStringLiteral("private"), repo.isPrivate);
    json.insert(QStringLiteral("visibility"), repo.isPrivate ? QStringLiteral("private") : QStringLiteral("public"));
    json.insert(QStringLiteral("description"), repo.description);
    json.insert(QStringLiteral("default_branch"), repo.defaultBranch);
    json.insert(QStringLiteral("size"), repo.isEmpty ? 0 : 12);
    json.insert(QStringLiteral("archived"), false);
    json.insert(QStringLiteral("html_url"), QString(call.host % QLatin1Char('/') % repo.fullName()));
    json.insert(QStringLiteral("clone_url"),
                QString(call.host % QLatin1Char('/') % repo.fullName() % QStringLiteral(".git")));
    json.insert(QStringLiteral("permissions"), QJsonObject { { QStringLiteral("push"), true } });
    return json;
}

HostResponse create(FakeCall &call, const QString &owner)
{
    if (!call.account.scopes.contains("repo"))
        return refusal(404, QStringLiteral("Not Found"));
    static const QRegularExpression odd(QStringLiteral("[^A-Za-z0-9._-]+"));
    QString name = call.text("name");
    name.replace(odd, QStringLiteral("-"));
    if (name.isEmpty())
        return invalid(QStringLiteral("Repository"), QStringLiteral("name"), QStringLiteral("missing_field"));
    static const QRegularExpression control(QStringLiteral("[\\x00-\\x1f]"));
    if (call.text("description").contains(control))
        return invalid(QStringLiteral("Repository"), QStringLiteral("description"), QStringLiteral("custom"),
                       QStringLiteral("description control characters are not allowed"));
    if (call.state.find(owner + QLatin1Char('/') + name)) {
        return refusal(422, QStringLiteral("Repository creation failed."),
                       QJsonArray { QJsonObject {
                           { QStringLiteral("resource"), QStringLiteral("Repository") },
                           { QStringLiteral("code"), QStringLiteral("custom") },
                           { QStringLiteral("field"), QStringLiteral("name") },
                           { QStringLiteral("message"), QStringLiteral("name already exists on this account") } } });
    }
    auto repo = std::make_shared<FakeRepo>();
    repo->id = newId(call.state);
    repo->owner = owner;
    repo->name = name;
    repo->description = call.text("description");
    repo->isPrivate = call.body.value(QLatin1String("private")).toBool(false);
    repo->defaultBranch = QStringLiteral("main");
    repo->settings = { { QStringLiteral("allow_merge_commit"), true },
                       { QStringLiteral("allow_squash_merge"), true },
                       { QStringLiteral("allow_rebase_merge"), true },
                       { QStringLiteral("delete_branch_on_merge"), false } };
    repo->collaborators = { call.account.login };
    for (const char *label : { "bug", "documentation", "duplicate", "enhancement", "good first issue", "help wanted",
                               "invalid", "question", "wontfix" })
        repo->labels.append({ { QStringLiteral("id"), newId(call.state) },
                              { QStringLiteral("name"), QLatin1String(label) },
                              { QStringLiteral("color"), QStringLiteral("d73a4a") },
                              { QStringLiteral("description"), QString() } });
    repo->path = call.state.folder % QLatin1Char('/') % repo->fullName() % QStringLiteral(".git");
    makeBare(repo->path);
    call.repo = repo;
    call.state.repos.append(repo);
    return reply(201, repoJson(call, *repo));
}

HostResponse createOwn(FakeCall &call)
{
    return create(call, call.account.login);
}

HostResponse createInOrganisation(FakeCall &call)
{
    if (!call.state.options.organisations.contains(call.arg(0)))
        return refusal(404, QStringLiteral("Not Found"));
    return create(call, call.arg(0));
}

HostResponse read(FakeCall &call)
{
    return reply(200, repoJson(call, *call.repo));
}

HostResponse change(FakeCall &call)
{
    const QString branch = call.text("default_branch");
    if (!branch.isEmpty()) {
        if (branchHead(*call.repo, branch).isEmpty())
            return invalid(QStringLiteral("Repository"), QStringLiteral("default_branch"), QStringLiteral("invalid"));
        call.repo->defaultBranch = branch;
    }
    for (auto it = call.body.begin(); it != call.body.end(); ++it) {
        if (it.key().startsWith(QLatin1String("allow_")) || it.key().startsWith(QLatin1String("delete_")))
            call.repo->settings.insert(it.key(), it.value());
    }
    return reply(200, repoJson(call, *call.repo));
}

HostResponse remove(FakeCall &call)
{
    if (call.account.tellsScopes && !call.account.scopes.contains("delete_repo"))
        return refusal(403, QStringLiteral("Must have admin rights to Repository."));
    QDir(call.repo->path).removeRecursively();
    call.state.repos.removeAll(call.repo);
    return noContent();
}

HostResponse user(FakeCall &call)
{
    return reply(200, userJson(call.account.login));
}

HostResponse collaborator(FakeCall &call)
{
    return call.repo->collaborators.contains(call.arg(0)) ? noContent() : refusal(404, QStringLiteral("Not Found"));
}

HostResponse invite(FakeCall &call)
{
    if (call.repo->collaborators.contains(call.arg(0)))
        return noContent();
    const qint64 id = newId(call.state);
    call.state.invitations.insert(id, { call.repo->fullName(), call.arg(0) });
    return reply(201, QJsonObject { { QStringLiteral("id"), id } });
}

HostResponse accept(FakeCall &call)
{
    const auto invitation = call.state.invitations.take(call.arg(0).toLongLong());
    if (invitation.second != call.account.login)
        return refusal(404, QStringLiteral("Not Found"));
    if (const auto repo = call.state.find(invitation.first))
        repo->collaborators.insert(invitation.second);
    return noContent();
}

HostResponse branches(FakeCall &call)
{
    QJsonArray all;
    for (auto it = call.repo->seenHeads.cbegin(); it != call.repo->seenHeads.cend(); ++it)
        all.append(QJsonObject { { QStringLiteral("name"), it.key() },
                                 { QStringLiteral("commit"), QJsonObject { { QStringLiteral("sha"), it.value() } } },
                                 { QStringLiteral("protected"), call.repo->protection.contains(it.key()) } });
    return paged(call, all);
}

HostResponse ref(FakeCall &call)
{
    if (call.repo->isEmpty)
        return refusal(409, QStringLiteral("Git Repository is empty."));
    const QString sha = branchHead(*call.repo, call.arg(0));
    if (sha.isEmpty())
        return refusal(404, QStringLiteral("Not Found"));
    return reply(200,
                 QJsonObject { { QStringLiteral("ref"), QString(QStringLiteral("refs/heads/") + call.arg(0)) },
                               { QStringLiteral("object"), QJsonObject { { QStringLiteral("sha"), sha } } } });
}

HostResponse removeRef(FakeCall &call)
{
    if (branchHead(*call.repo, call.arg(0)).isEmpty())
        return refusal(422, QStringLiteral("Reference does not exist"));
    if (call.repo->protection.contains(call.arg(0)))
        return refusal(422, QStringLiteral("Cannot delete a protected branch"));
    fakeGit(call.repo->path,
            { QStringLiteral("update-ref"), QStringLiteral("-d"), QStringLiteral("refs/heads/") + call.arg(0) });
    noticePushes(call.state, *call.repo, call.now);
    return noContent();
}

HostResponse protect(FakeCall &call)
{
    if (call.repo->isPrivate && !call.state.options.protectionOnPrivate)
        return refusal(403,
                       QStringLiteral("Upgrade to GitHub Pro or make this repository public to enable this feature."));
    if (branchHead(*call.repo, call.arg(0)).isEmpty())
        return refusal(404, QStringLiteral("Branch not found"));
    for (const char *key :
         { "required_status_checks", "enforce_admins", "required_pull_request_reviews", "restrictions" }) {
        if (!call.body.contains(QLatin1String(key)))
            return refusal(422, QStringLiteral("Invalid request.\n\n\"%1\" wasn't supplied.").arg(QLatin1String(key)));
    }
    const QJsonObject checks = call.body.value(QLatin1String("required_status_checks")).toObject();
    if (!checks.isEmpty() && checks.contains(QLatin1String("contexts")) == checks.contains(QLatin1String("checks")))
        return refusal(422, QStringLiteral("Invalid request.\n\nNo subschema in \"anyOf\" matched."));
    call.repo->protection.insert(call.arg(0), call.body);
    writeProtection(*call.repo);
    return reply(200, call.body);
}

HostResponse protection(FakeCall &call)
{
    if (!call.repo->protection.contains(call.arg(0)))
        return refusal(404, QStringLiteral("Branch not protected"));
    return reply(200, call.repo->protection.value(call.arg(0)));
}

HostResponse releases(FakeCall &call)
{
    QJsonArray all;
    for (const auto &release : call.repo->releases)
        all.prepend(release);
    return paged(call, all);
}

HostResponse makeRelease(FakeCall &call)
{
    for (const auto &release : call.repo->releases) {
        if (release.value(QLatin1String("tag_name")) == call.body.value(QLatin1String("tag_name")))
            return invalid(QStringLiteral("Release"), QStringLiteral("tag_name"), QStringLiteral("already_exists"));
    }
    QJsonObject release = call.body;
    release.insert(QStringLiteral("id"), newId(call.state));
    call.repo->releases.append(release);
    return reply(201, release);
}

} // namespace

void addRepositoryRoutes(FakeRoutes &routes)
{
    addRoute(routes, "GET", "/user", user);
    addRoute(routes, "POST", "/user/repos", createOwn);
    addRoute(routes, "POST", "/orgs/:/repos", createInOrganisation);
    addRoute(routes, "PATCH", "/user/repository_invitations/:", accept);
    addRoute(routes, "GET", "/repos/R", read);
    addRoute(routes, "PATCH", "/repos/R", change);
    addRoute(routes, "DELETE", "/repos/R", remove);
    addRoute(routes, "GET", "/repos/R/collaborators/:", collaborator);
    addRoute(routes, "PUT", "/repos/R/collaborators/:", invite);
    addRoute(routes, "GET", "/repos/R/branches", branches);
    addRoute(routes, "GET", "/repos/R/git/ref/heads/*", ref);
    addRoute(routes, "DELETE", "/repos/R/git/refs/heads/*", removeRef);
    addRoute(routes, "PUT", "/repos/R/branches/:/protection", protect);
    addRoute(routes, "GET", "/repos/R/branches/:/protection", protection);
    addRoute(routes, "GET", "/repos/R/releases", releases);
    addRoute(routes, "POST", "/repos/R/releases", makeRelease);
}

} // namespace slipway::test
