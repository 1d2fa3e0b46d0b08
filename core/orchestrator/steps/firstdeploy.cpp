// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/steps/steps.h"

namespace slipway::orchestrator::steps {

Async<QJsonObject> firstDeploy(ContextPtr c)
{
    const auto deployment = co_await c->deploys.deployProject(c->project);
    QJsonObject result;
    if (deployment)
        result = domain::toJson(*deployment);
    else if (deployment.error().code == ErrorCode::Cancelled)
        co_return forward(deployment);
    else
        result.insert(QStringLiteral("error"), deployment.error().message);
    c->project->stage = QStringLiteral("workers");
    c->project->detail = QStringLiteral("Ready for the workers");
    c->views.changed(*c->project);
    co_return result;
}

} // namespace slipway::orchestrator::steps
