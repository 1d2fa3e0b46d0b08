// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/orchestrator/steps/scaffold.h"
#include "core/orchestrator/steps/steps.h"

namespace slipway::orchestrator::steps {

Async<QJsonObject> pushScaffold(ContextPtr c)
{
    auto &project = *c->project;
    CO_TRY(const QString commit, co_await Scaffold::head(c));
    if (commit.isEmpty())
        co_return fail(ErrorCode::Internal, QStringLiteral("The scaffold of %1 has no commit").arg(project.name));
    CO_TRY(const QString mirror, co_await c->forge().mirror(project.repo));
    CO_CHECK(co_await c->forge().push(project.repo, mirror, commit, project.defaultBranch, false));
    // The PRD lies untracked in the clone where the commit brings it: the same file, so it may step aside.
    const QString prd = project.path + QStringLiteral("/docs/PRD.md");
    const auto ours = base::readFile(prd);
    const auto theirs = co_await c->services.git.show(mirror, commit, QStringLiteral("docs/PRD.md"));
    if (ours && theirs && *ours == *theirs)
        QFile::remove(prd);
    const auto updated = co_await c->services.git.fastForward(project.path, mirror, project.defaultBranch);
    if (!QFileInfo::exists(prd) && ours)
        CO_CHECK(base::writeFileAtomically(prd, *ours));
    Scaffold::forget(c);
    co_return QJsonObject { { QStringLiteral("commit"), commit },
                            { QStringLiteral("clone_updated"), updated && *updated } };
}

} // namespace slipway::orchestrator::steps
