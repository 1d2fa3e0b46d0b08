// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/planningagents.h"

#include "core/base/taskscope.h"

#include <QUuid>

namespace slipway::orchestrator {

namespace {
agents::AgentResult failedRun(domain::FailureClass failure, const QString &detail)
{
    agents::AgentResult result;
    result.failure = failure;
    result.detail = detail;
    return result;
}

/// As opposed to a bad answer, which is for its asker to send back.
bool gaveNoAnswer(const agents::AgentResult &result)
{
    return domain::isRetryable(result.failure) && result.text.isEmpty() && result.structured.isEmpty();
}
} // namespace

PlanningAgents::PlanningAgents(Services &services, ProjectViews &views, BudgetWatch &budget)
    : m_services(services)
    , m_views(views)
    , m_budget(budget)
    , m_limits(services.redis, services.keys, services.clock)
{
}

QCoro::Task<agents::AgentResult> PlanningAgents::run(ProjectPtr project, agents::AgentRequest request,
                                                     std::stop_token stop)
{
    const QString agent = project->agents.of(request.role);
    for (int failures = 0;;) {
        const auto ready = co_await waitForAccount(project, agent, stop);
        if (!ready)
            co_return failedRun(domain::FailureClass::Cancelled, ready.error().message);
        const auto result = co_await runOnce(project, request, stop);
        co_await m_limits.note(agent, result);
        if (result.failure == domain::FailureClass::UsageLimit) {
            // Even where the reset is past already, or Redis cannot keep it.
            if (!co_await base::sleepFor(std::chrono::seconds(5), stop))
                co_return result;
            continue;
        }
        if (!gaveNoAnswer(result) || ++failures >= m_services.settings.maxAttempts)
            co_return result;
        // A run that died, stalled or was turned away says nothing about the question: ask again.
        const auto delay = m_services.queue.policy().delayFor(result.failure, {});
        if (!co_await base::sleepFor(std::min(delay.base * (1 << (failures - 1)), delay.cap), stop))
            co_return result;
    }
}

QCoro::Task<agents::AgentResult> PlanningAgents::runNow(ProjectPtr project, agents::AgentRequest request,
                                                        std::stop_token stop)
{
    const QString agent = project->agents.of(request.role);
    const auto until = co_await m_limits.until(agent);
    if (until) {
        const QString when = until->toLocalTime().toString(QStringLiteral("hh:mm"));
        co_return failedRun(domain::FailureClass::UsageLimit,
                            QStringLiteral("%1 has used up its limit until %2").arg(agent, when));
    }
    const auto result = co_await runOnce(project, std::move(request), stop);
    co_await m_limits.note(agent, result);
    co_return agents::AgentResult(result);
}

Async<> PlanningAgents::waitForAccount(ProjectPtr project, QString agent, std::stop_token stop)
{
    const QString state = project->state, detail = project->detail;
    bool told = false;
    Result<> waited;
    while (true) {
        const auto until = co_await m_limits.until(agent);
        if (!until)
            break;
        if (!std::exchange(told, true)) {
            project->state = QStringLiteral("waiting");
            project->detail = QStringLiteral("%1 has used up its limit; work on this account goes on at %2")
                                  .arg(agent, until->toLocalTime().toString(QStringLiteral("hh:mm")));
            m_views.changed(*project);
            m_services.events.notify(QStringLiteral("usage_limit"), project->name,
                                     QStringLiteral("%1 has used up its limit").arg(agent), project->detail);
        }
        // In parts: the clock may be set, and a machine may sleep meanwhile.
        const auto rest = std::chrono::milliseconds(m_services.clock.now().msecsTo(*until) + 100);
        const auto part
            = std::clamp<std::chrono::milliseconds>(rest, std::chrono::milliseconds(100), std::chrono::minutes(1));
        waited = co_await base::sleepFor(part, stop);
        if (!waited)
            break;
    }
    if (told) {
        project->state = state;
        project->detail = detail;
        m_views.changed(*project);
        if (waited)
            m_services.events.notify(QStringLiteral("usage_resumed"), project->name,
                                     QStringLiteral("Work on the account of %1 goes on").arg(agent), {});
    }
    co_return waited;
}

QCoro::Task<agents::AgentResult> PlanningAgents::runOnce(ProjectPtr project, agents::AgentRequest request,
                                                         std::stop_token stop)
{
    const auto driver = m_services.catalog.find(project->agents.of(request.role));
    if (!driver)
        co_return failedRun(domain::FailureClass::SetupFailed, driver.error().message);
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
    m_budget.book(*project, run, result.usage);
    co_return result;
}

} // namespace slipway::orchestrator
