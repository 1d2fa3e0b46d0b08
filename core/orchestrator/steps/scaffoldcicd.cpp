// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/steps/scaffold.h"
#include "core/orchestrator/steps/steps.h"
#include "core/planning/devopsagent.h"

namespace slipway::orchestrator::steps {

Async<QJsonObject> scaffoldCicd(ContextPtr c)
{
    const auto agents = &c->agents;
    const auto project = c->project;
    const auto stop = c->stop;
    Scaffold scaffold(c);
    CO_CHECK(co_await scaffold.begin());
    planning::DevOpsAgent agent([agents, project, stop](agents::AgentRequest request) {
        return agents->run(project, std::move(request), stop);
    });
    planning::PlanningContext context = c->planningContext();
    context.workspace = scaffold.folder();
    context.readable = scaffold.readable();
    CO_TRY(const planning::ScaffoldReport report, co_await agent.setupCicdPipeline(context, stop));
    CO_TRY(const QString commit,
           co_await scaffold.commit(QStringLiteral("Add the container, the workflow and a minimal app")));
    co_return QJsonObject { { QStringLiteral("commit"), commit },
                            { QStringLiteral("summary"), report.summary },
                            { QStringLiteral("warnings"), QJsonArray::fromStringList(report.warnings) },
                            { QStringLiteral("test_command"), testCommandOf(*c, scaffold.folder()) } };
}

} // namespace slipway::orchestrator::steps
