// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/orchestrator/steps/steps.h"

namespace slipway::orchestrator::steps {

namespace {

QList<forge::Label> labelsOfTheProject()
{
    QList<forge::Label> labels {
        { QStringLiteral("backend"), QStringLiteral("1d76db"), QStringLiteral("Server code") },
        { QStringLiteral("frontend"), QStringLiteral("fbca04"), QStringLiteral("What people see") },
        { QStringLiteral("database"), QStringLiteral("5319e7"), QStringLiteral("Schema and queries") },
        { QStringLiteral("devops"), QStringLiteral("0e8a16"), QStringLiteral("Build, CI, deployment") },
        { QStringLiteral("qa"), QStringLiteral("d93f0b"), QStringLiteral("Tests and reviews") },
        { QStringLiteral("in-review"), QStringLiteral("c5def5"), QStringLiteral("A pull request is open") },
        { QStringLiteral("needs-attention"), QStringLiteral("b60205"), QStringLiteral("A person has to look") },
    };
    for (int i = 0; i <= 9; ++i)
        labels.append(
            { QStringLiteral("priority:%1").arg(i), QStringLiteral("ededed"), QStringLiteral("0 comes first") });
    return labels;
}

/// Makes the project folder (which holds the PRD already) a clone on the default branch.
Async<> makeClone(ContextPtr c, QString cloneUrl)
{
    auto &git = c->services.git;
    const QString folder = c->project->path;
    const QString branch = c->project->defaultBranch;
    if (!QFileInfo::exists(folder + QStringLiteral("/.git"))) {
        const QStringList init { QStringLiteral("init"), QStringLiteral("-q"), QStringLiteral("-b"), branch };
        CO_CHECK(co_await git.run(folder, init));
    }
    const auto known = co_await git.run(folder, { QStringLiteral("remote") });
    if (!known)
        co_return forward(known);
    if (!known->contains("origin")) {
        const QStringList add { QStringLiteral("remote"), QStringLiteral("add"), QStringLiteral("origin"), cloneUrl };
        CO_CHECK(co_await git.run(folder, add));
    }
    // What is ours alone stays out of the repository without a .gitignore of ours in it.
    CO_CHECK(base::makeFolder(folder + QStringLiteral("/.git/info")));
    CO_CHECK(base::writeFileAtomically(folder + QStringLiteral("/.git/info/exclude"),
                                       ".project_metadata.json\n.qa_config.json\n"));
    // From our mirror: the forge itself may want a token, which no configuration of a clone holds.
    CO_TRY(const QString mirror, co_await c->forge().mirror(c->project->repo));
    const QStringList fetch { QStringLiteral("fetch"), QStringLiteral("-q"), mirror,
                              QStringLiteral("+refs/heads/*:refs/remotes/origin/*") };
    CO_CHECK(co_await git.run(folder, fetch));
    const QStringList reset { QStringLiteral("reset"), QStringLiteral("-q"), QStringLiteral("--mixed"),
                              QStringLiteral("origin/") + branch };
    CO_CHECK(co_await git.run(folder, reset));
    const QStringList track { QStringLiteral("branch"), QStringLiteral("-q"),
                              QStringLiteral("--set-upstream-to=origin/") + branch, branch };
    CO_CHECK(co_await git.run(folder, track));
    // What the branch holds and the folder lacks; never over a file that is there.
    const QStringList missing { QStringLiteral("checkout-index"), QStringLiteral("--all"), QStringLiteral("--quiet") };
    const auto written = co_await git.run(folder, missing);
    Q_UNUSED(written)
    co_return Result<> {};
}

/// `--from`: the history that was fetched becomes the default branch, in place of the empty first commit.
Async<> pushSource(ContextPtr c)
{
    const auto imported = c->journal.resultOf(QStringLiteral("import"));
    if (!imported)
        co_return Result<> {};
    auto &project = *c->project;
    const QString commit = imported->value(QLatin1String("commit")).toString();
    CO_TRY(const QString mirror, co_await c->forge().mirror(project.repo));
    const QString branch = QStringLiteral("refs/heads/") + project.defaultBranch;
    CO_TRY(const QString head, co_await c->services.git.resolve(mirror, branch));
    if (!head.isEmpty()) {
        // Only ever over our own first commit: what was pushed since the step ran before stays.
        CO_TRY(const QList<git::Commit> commits, co_await c->services.git.log(mirror, head, 2));
        if (commits.size() > 1)
            co_return Result<> {};
    }
    co_return co_await c->forge().push(project.repo, project.path, commit, project.defaultBranch, true);
}

} // namespace

Async<QJsonObject> createRepository(ContextPtr c)
{
    auto &project = *c->project;
    // Elsewhere the forge knows whose account it works on.
    const QString owner = project.forge == QLatin1String("local") ? QStringLiteral("local") : QString();
    CO_TRY(const forge::Repository repository,
           co_await c->forge().ensureRepository(owner, project.name, project.idea, project.defaultBranch));
    project.repo = repository.fullName;
    project.repoUrl = repository.url;
    c->views.changed(project);
    const auto labels = labelsOfTheProject();
    CO_CHECK(co_await c->forge().ensureLabels(project.repo, labels));
    CO_CHECK(co_await pushSource(c));
    CO_CHECK(co_await makeClone(c, repository.cloneUrl));
    co_return QJsonObject { { QStringLiteral("repo"), repository.fullName } };
}

} // namespace slipway::orchestrator::steps
