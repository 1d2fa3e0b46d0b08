// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/projectmanageragent.h"

#include "core/agents/roles/fence.h"
#include "core/agents/roles/role.h"

#include <QJsonDocument>

namespace slipway::planning {

namespace {

constexpr int maxRepairs = 2;

/// The answer as a plan, or everything that is wrong with it.
struct Attempt {
    domain::Plan plan;
    QStringList violations;
};

Attempt judge(const agents::AgentResult &result, const domain::PlanLimits &limits)
{
    if (!result.ok())
        return { {}, { result.detail } };
    const auto plan = domain::planFromJson(result.structured);
    if (!plan)
        return { {}, { plan.error().message } };
    return { *plan, domain::planViolations(*plan, limits) };
}

} // namespace

ProjectManagerAgent::ProjectManagerAgent(RunAgent run, domain::PlanLimits limits)
    : m_run(std::move(run))
    , m_limits(limits)
{
}

Async<domain::Plan> ProjectManagerAgent::createPlan(PlanningContext context, QString prd, std::stop_token stop)
{
    QVariantHash values {
        { QStringLiteral("project"), context.project },
        { QStringLiteral("idea"), agents::fenced(QStringLiteral("idea"), context.idea, 4000) },
        { QStringLiteral("prd"), agents::fenced(QStringLiteral("requirements"), prd, 96 * 1024) },
        { QStringLiteral("min_issues"), m_limits.minIssues },
        { QStringLiteral("max_issues"), m_limits.maxIssues },
        { QStringLiteral("memory"),
          context.memory.isEmpty() ? QString() : agents::fenced(QStringLiteral("notes"), context.memory, 8192) }
    };
    QStringList violations;
    for (int round = 0; round <= maxRepairs; ++round) {
        if (stop.stop_requested())
            co_return fail(ErrorCode::Cancelled, QStringLiteral("Planning was stopped"));
        const QString purpose = round == 0 ? QStringLiteral("plan") : QStringLiteral("plan.repair");
        CO_TRY(agents::AgentRequest request, requestFor(context, QStringLiteral("project-manager"), purpose));
        const QString path = round == 0 ? QStringLiteral("planning/plan") : QStringLiteral("planning/plan-repair");
        CO_TRY(request.prompt, agents::renderPrompt(path, values));
        request.round = round;
        request.schema = domain::planSchema();
        const agents::AgentResult result = co_await m_run(std::move(request));
        if (!result.ok() && !isOnlyBadAnswer(result))
            co_return std::unexpected(errorOf(result, QStringLiteral("The plan")));
        Attempt attempt = judge(result, m_limits);
        if (attempt.violations.isEmpty())
            co_return std::move(attempt.plan);
        violations = attempt.violations;
        const QByteArray rejected = QJsonDocument(result.structured).toJson(QJsonDocument::Indented);
        values.insert(QStringLiteral("plan"),
                      agents::fenced(QStringLiteral("rejected plan"), QString::fromUtf8(rejected), 128 * 1024));
        values.insert(QStringLiteral("violations"),
                      agents::fenced(QStringLiteral("broken rules"), violations.join(QLatin1Char('\n')), 16 * 1024));
    }
    co_return fail(
        ErrorCode::Invalid,
        QStringLiteral("The plan still breaks %1 rules after %2 repairs").arg(violations.size()).arg(maxRepairs),
        violations.join(QStringLiteral("; ")), domain::toString(domain::FailureClass::AgentError));
}

} // namespace slipway::planning
