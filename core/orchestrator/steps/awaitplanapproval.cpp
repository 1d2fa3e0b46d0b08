// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/steps/steps.h"

namespace slipway::orchestrator::steps {

Async<QJsonObject> awaitPlanApproval(ContextPtr c)
{
    auto &project = *c->project;
    if (project.planApproved)
        co_return QJsonObject { { QStringLiteral("approved_by"), QStringLiteral("--yes") } };
    CO_TRY(const domain::Plan plan, c->plan());
    domain::GateView gate;
    gate.project = project.name;
    gate.kind = QStringLiteral("plan");
    gate.title = QStringLiteral("Approve the plan of %1: %2 issues").arg(project.name).arg(plan.issues.size());
    gate.detail = plan.summary;
    project.state = QStringLiteral("waiting");
    c->views.changed(project);
    const QString key = QStringLiteral("plan:") + project.name;
    const auto decision = co_await c->services.gates.ask(key, gate, c->stop);
    if (!decision)
        co_return forward(decision);
    c->services.gates.withdraw(key);
    if (!decision->approved) {
        co_return fail(
            ErrorCode::Denied, QStringLiteral("The plan was rejected: %1").arg(decision->why),
            QStringLiteral("Change it with `slipway plan edit %1`, then `slipway new` again").arg(project.name));
    }
    project.state = QStringLiteral("planning");
    c->views.changed(project);
    co_return QJsonObject { { QStringLiteral("approved_by"), decision->actor } };
}

} // namespace slipway::orchestrator::steps
