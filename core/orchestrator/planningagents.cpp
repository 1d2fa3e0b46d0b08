// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/planningagents.h"

#include <QUuid>

namespace slipway::orchestrator {

PlanningAgents::PlanningAgents(Services &services, BudgetWatch &budget)
    : m_services(services)
    , m_budget(budget)
{
}

QCoro::Task<agents::AgentResult> PlanningAgents::run(ProjectPtr project, agents::AgentRequest request,
                                                     std::stop_token stop)
{
    const auto driver = m_services.catalog.find(project->agent);
    if (!driver) {
        agents::AgentResult none;
        none.failure = domain::FailureClass::SetupFailed;
        none.detail = driver.error().message;
        co_return none;
    }
    request.run = QStringLiteral("p%1-%2").arg(m_services.clock.now().toString(QStringLiteral("yyyyMMddHHmmss")),
                                               QUuid::createUuid().toString(QUuid::WithoutBraces).left(8));
    request.project = project->name;
    request.idea = project->idea;
    const QString run = request.run;
    auto *events = &m_services.events;
    const auto sink = [events, run](const agents::TranscriptEvent &event) {
        events->publish(QStringLiteral("transcript"),
                        { { QStringLiteral("run"), run }, { QStringLiteral("event"), agents::toJson(event) } });
    };
    auto result = co_await m_services.agentRunner.run(driver->get(), std::move(request), sink, stop);
    m_budget.book(*project, result.usage);
    co_return result;
}

} // namespace slipway::orchestrator
