// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/steps/scaffold.h"

#include "core/agents/recipe.h"
#include "core/planning/scaffoldcheck.h"

namespace slipway::orchestrator::steps {

namespace {
const QString scaffoldRef = QStringLiteral("refs/slipway/scaffold");

QString stem(const ContextPtr &context)
{
    return context->services.settings.workspaceFolder + QLatin1Char('/') + context->project->name
        + QStringLiteral("-scaffold");
}
} // namespace

Scaffold::Scaffold(ContextPtr context)
    : m_context(std::move(context))
    , m_workspace(m_context->services.runner, stem(m_context) + QStringLiteral("/tree"),
                  stem(m_context) + QStringLiteral("/out"))
{
}

Async<QString> Scaffold::head(ContextPtr context)
{
    CO_TRY(const QString mirror, co_await context->forge().mirror(context->project->repo));
    co_return co_await context->services.git.resolve(mirror, scaffoldRef);
}

void Scaffold::forget(const ContextPtr &context)
{
    QDir(stem(context)).removeRecursively();
}

Async<> Scaffold::begin()
{
    CO_TRY(m_mirror, co_await m_context->forge().mirror(m_context->project->repo));
    CO_TRY(m_base, co_await m_context->services.git.resolve(m_mirror, scaffoldRef));
    if (m_base.isEmpty()) {
        const QString branch = QStringLiteral("refs/heads/") + m_context->project->defaultBranch;
        CO_TRY(m_base, co_await m_context->services.git.resolve(m_mirror, branch));
    }
    git::WorkspaceSource source;
    source.repository = m_mirror;
    source.commit = m_base;
    source.branch = QStringLiteral("scaffold");
    CO_CHECK(co_await m_workspace.prepare(source, m_mirror));
    co_return Result<> {};
}

Async<QString> Scaffold::commit(QString message)
{
    CO_CHECK(co_await m_workspace.commitAll(message));
    CO_TRY(const git::WorkspaceChange change, co_await m_workspace.collect(m_base));
    if (change.head.isEmpty())
        co_return QString(m_base); // a copy: co_return moves from what it is given
    CO_TRY(const QString commit,
           co_await m_context->services.git.importBundle(m_mirror, change.bundlePath, QStringLiteral("scaffold")));
    CO_TRY(const QString before, co_await m_context->services.git.resolve(m_mirror, scaffoldRef));
    CO_CHECK(co_await m_context->services.git.updateRef(m_mirror, scaffoldRef, commit, before));
    co_return commit;
}

QString testCommandOf(const ProjectFlow::Context &context, const QString &folder, const QString &answer)
{
    if (!context.project->recipe.isEmpty()) {
        const auto recipe = agents::Recipe::byName(context.project->recipe);
        if (recipe)
            return recipe->manifest().value(QLatin1String("test_command")).toString();
    }
    if (const QString told = planning::testCommandTold(answer); !told.isEmpty())
        return told;
    if (const QString inWorkflow = planning::testCommandInWorkflow(folder); !inWorkflow.isEmpty())
        return inWorkflow;
    const auto has
        = [&](const char *file) { return QFileInfo::exists(folder + QLatin1Char('/') + QLatin1String(file)); };
    if (has("package.json"))
        return QStringLiteral("npm ci --no-audit --no-fund && npm test");
    if (has("go.mod"))
        return QStringLiteral("go test ./...");
    if (has("Cargo.toml"))
        return QStringLiteral("cargo test");
    if (has("pytest.ini") || has("pyproject.toml"))
        return QStringLiteral("python3 -m pytest -q");
    if (has("tests"))
        return QStringLiteral("python3 -m unittest discover -s tests -t .");
    if (has("Makefile"))
        return QStringLiteral("make test");
    return {};
}

} // namespace slipway::orchestrator::steps
