// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/scaffoldrun.h"

#include "core/agents/roles/fence.h"
#include "core/agents/roles/role.h"

namespace slipway::planning {

namespace {
constexpr int maxRepairs = 1;
}

Async<ScaffoldReport> runScaffold(RunAgent run, PlanningContext context, ScaffoldStep step, std::stop_token stop)
{
    QStringList violations;
    QString problem;
    for (int round = 0; round <= maxRepairs; ++round) {
        if (stop.stop_requested())
            co_return fail(ErrorCode::Cancelled, step.what + QStringLiteral(" was stopped"));
        QVariantHash values {
            { QStringLiteral("project"), context.project },
            { QStringLiteral("idea"), agents::fenced(QStringLiteral("idea"), context.idea, 4000) },
            { QStringLiteral("round"), round },
            { QStringLiteral("violations"), problem },
            { QStringLiteral("memory"),
              context.memory.isEmpty() ? QString() : agents::fenced(QStringLiteral("notes"), context.memory, 8192) }
        };
        CO_TRY(agents::AgentRequest request, requestFor(context, step.role, step.purpose));
        CO_TRY(request.prompt, agents::renderPrompt(step.prompt, values));
        request.round = round;
        const agents::AgentResult result = co_await run(std::move(request));
        if (!result.ok() && !isOnlyBadAnswer(result))
            co_return std::unexpected(errorOf(result, step.what));
        violations = step.check(context.workspace, result.text);
        if (!result.ok())
            violations.prepend(QStringLiteral("The work broke off: ") + result.detail);
        if (violations.isEmpty() && step.tryOut) {
            CO_TRY(const QString failure, co_await step.tryOut(context.workspace, result.text));
            if (!failure.isEmpty())
                violations.append(failure);
        }
        const bool isBearable = round == maxRepairs && !step.isStrict && result.ok();
        if (violations.isEmpty() || isBearable)
            co_return ScaffoldReport { result.text, violations };
        problem = agents::fenced(QStringLiteral("missing"), violations.join(QLatin1Char('\n')), 8192);
    }
    co_return fail(ErrorCode::Invalid,
                   step.what + QStringLiteral(" left things out: ") + violations.join(QStringLiteral("; ")),
                   QStringLiteral("Look at the run's transcript, then retry, or choose another agent for this role"),
                   domain::toString(domain::FailureClass::AgentError));
}

} // namespace slipway::planning
