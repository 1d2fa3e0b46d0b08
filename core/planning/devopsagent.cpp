// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/devopsagent.h"

#include "core/planning/scaffoldcheck.h"
#include "core/planning/scaffoldrun.h"

namespace slipway::planning {

DevOpsAgent::DevOpsAgent(RunAgent run, TryOut runTests)
    : m_run(std::move(run))
    , m_runTests(std::move(runTests))
{
}

Async<ScaffoldReport> DevOpsAgent::setupCicdPipeline(PlanningContext context, std::stop_token stop)
{
    ScaffoldStep step;
    step.role = QStringLiteral("devops");
    step.purpose = QStringLiteral("devops");
    step.prompt = QStringLiteral("planning/devops");
    step.what = QStringLiteral("Setting up build and CI");
    step.isStrict = true; // without it nothing can be built, tested or deployed
    step.check = [](const QString &folder, const QString &) { return scaffoldViolations(folder); };
    step.tryOut = m_runTests;
    return runScaffold(m_run, std::move(context), std::move(step), std::move(stop));
}

} // namespace slipway::planning
