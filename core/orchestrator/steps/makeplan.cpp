// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/orchestrator/steps/steps.h"
#include "core/planning/projectmanageragent.h"

namespace slipway::orchestrator::steps {

Async<QJsonObject> makePlan(ContextPtr c)
{
    CO_TRY(const QByteArray prd, base::readFile(c->project->path + QStringLiteral("/docs/PRD.md")));
    const auto agents = &c->agents;
    const auto project = c->project;
    const auto stop = c->stop;
    const auto context = c->planningContext();
    planning::ProjectManagerAgent manager([agents, project, stop](agents::AgentRequest request) {
        return agents->run(project, std::move(request), stop);
    });
    CO_TRY(const domain::Plan plan, co_await manager.createPlan(context, QString::fromUtf8(prd), stop));
    CO_CHECK(base::writeJsonObject(c->planFile(), domain::toJson(plan)));
    co_return QJsonObject { { QStringLiteral("issues"), plan.issues.size() } };
}

} // namespace slipway::orchestrator::steps
