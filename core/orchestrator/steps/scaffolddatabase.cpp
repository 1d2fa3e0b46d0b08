// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/orchestrator/steps/scaffold.h"
#include "core/orchestrator/steps/steps.h"
#include "core/planning/databaseagent.h"

namespace slipway::orchestrator::steps {

Async<QJsonObject> scaffoldDatabase(ContextPtr c)
{
    const auto agents = &c->agents;
    const auto project = c->project;
    const auto stop = c->stop;
    CO_TRY(const QByteArray prd, base::readFile(project->path + QStringLiteral("/docs/PRD.md")));
    Scaffold scaffold(c);
    CO_CHECK(co_await scaffold.begin());
    CO_CHECK(base::makeFolder(scaffold.folder() + QStringLiteral("/docs")));
    CO_CHECK(base::writeFileAtomically(scaffold.folder() + QStringLiteral("/docs/PRD.md"), prd));
    planning::DatabaseAgent agent([agents, project, stop](agents::AgentRequest request) {
        return agents->run(project, std::move(request), stop);
    });
    planning::PlanningContext context = c->planningContext();
    context.workspace = scaffold.folder();
    context.readable = scaffold.readable();
    CO_TRY(const planning::ScaffoldReport report, co_await agent.setupDatabase(context, stop));
    CO_TRY(const QString commit,
           co_await scaffold.commit(QStringLiteral("Add the product requirements and the database schema")));
    co_return QJsonObject { { QStringLiteral("commit"), commit },
                            { QStringLiteral("summary"), report.summary },
                            { QStringLiteral("warnings"), QJsonArray::fromStringList(report.warnings) } };
}

} // namespace slipway::orchestrator::steps
