// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/steps/scaffold.h"
#include "core/orchestrator/steps/steps.h"
#include "core/planning/devopsagent.h"
#include "core/workers/testrun.h"

namespace slipway::orchestrator::steps {

namespace {

constexpr std::chrono::minutes testTimeout { 10 }; // of a minimal app

/// What the tests say if they fail, in the sandbox; empty if they pass.
Async<QString> failureOfTests(ContextPtr c, QString command, QString folder, QStringList readable)
{
    if (command.isEmpty())
        co_return QString();
    process::SandboxProfile profile;
    profile.writable = QStringList { folder };
    profile.readable = readable;
    profile.network = true; // dependencies may have to be fetched
    const auto spec = workers::testSpec(command, folder, profile, testTimeout);
    const auto outcome = co_await c->services.runner.run(spec, {}, c->stop);
    if (outcome.ok())
        co_return QString();
    if (outcome.end == process::ProcessEnd::Cancelled)
        co_return fail(ErrorCode::Cancelled, QStringLiteral("Setting up build and CI was stopped"));
    const QString said = outcome.end == process::ProcessEnd::FailedToStart
        ? outcome.error
        : QString::fromUtf8(QByteArray(outcome.out + outcome.err).right(3000)).trimmed();
    co_return QStringLiteral("The test command `%1` does not pass in the sandbox: %2").arg(command, said);
}

} // namespace

Async<QJsonObject> scaffoldCicd(ContextPtr c)
{
    const auto agents = &c->agents;
    const auto project = c->project;
    const auto stop = c->stop;
    Scaffold scaffold(c);
    CO_CHECK(co_await scaffold.begin());
    planning::DevOpsAgent agent(
        [agents, project, stop](agents::AgentRequest request) {
            return agents->run(project, std::move(request), stop);
        },
        [c, readable = scaffold.readable()](QString folder, QString answer) {
            return failureOfTests(c, testCommandOf(*c, folder, answer), folder, readable);
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
                            { QStringLiteral("test_command"), testCommandOf(*c, scaffold.folder(), report.summary) } };
}

} // namespace slipway::orchestrator::steps
