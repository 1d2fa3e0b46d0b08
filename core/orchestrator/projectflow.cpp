// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/projectflow.h"

#include "core/base/files.h"
#include "core/orchestrator/steps/steps.h"

namespace slipway::orchestrator {

QString ProjectFlow::Context::planFile() const
{
    return services.settings.stateFolder + QStringLiteral("/journal/") + project->name + QStringLiteral(".plan.json");
}

Result<domain::Plan> ProjectFlow::Context::plan() const
{
    TRY(const QJsonObject json, base::readJsonObject(planFile()));
    return domain::planFromJson(json);
}

planning::PlanningContext ProjectFlow::Context::planningContext() const
{
    planning::PlanningContext context;
    context.project = project->name;
    context.idea = project->idea;
    context.workspace = services.settings.workspaceFolder + QLatin1Char('/') + project->name + QStringLiteral("-plan");
    QDir().mkpath(context.workspace);
    context.limits = services.settings.limits;
    context.memory
        = journal.resultOf(QStringLiteral("import")).value_or(QJsonObject {}).value(QLatin1String("notes")).toString();
    context.extra = { { QStringLiteral("recipe"), project->recipe }, { QStringLiteral("pace"), project->pace } };
    return context;
}

ProjectFlow::ProjectFlow(Services &services, ProjectViews &views, PlanningAgents &agents, DeployFlow &deploys,
                         ProjectPtr project)
    : m_services(services)
    , m_views(views)
    , m_agents(agents)
    , m_deploys(deploys)
    , m_project(std::move(project))
    , m_journal(services.settings.stateFolder + QStringLiteral("/journal/") + m_project->name
                    + QStringLiteral(".jsonl"),
                services.clock)
{
}

Result<> ProjectFlow::open()
{
    return m_journal.open();
}

ProjectFlow::Context ProjectFlow::context(std::stop_token stop)
{
    return { m_services, m_views, m_agents, m_deploys, m_project, m_journal, std::move(stop) };
}

void ProjectFlow::enter(const QString &stage, const QString &detail)
{
    m_project->stage = stage;
    m_project->detail = detail;
    m_views.changed(*m_project);
}

Async<> ProjectFlow::create(std::stop_token stop)
{
    const auto c = std::make_shared<Context>(context(stop));
    std::vector<pipeline::Step> plan { { QStringLiteral("prd"), [c] { return steps::writePrd(c); } },
                                       { QStringLiteral("plan"), [c] { return steps::makePlan(c); } },
                                       { QStringLiteral("plan-gate"), [c] { return steps::awaitPlanApproval(c); } },
                                       { QStringLiteral("repository"), [c] { return steps::createRepository(c); } },
                                       { QStringLiteral("issues"), [c] { return steps::createIssues(c); } } };
    if (!m_project->source.isEmpty())
        plan.insert(plan.begin(), { QStringLiteral("import"), [c] { return steps::importSource(c); } });
    const auto entered = [this](const QString &step) {
        static const QHash<QString, std::pair<QString, QString>> shown {
            { QStringLiteral("import"), { QStringLiteral("prd"), QStringLiteral("Fetching the existing repository") } },
            { QStringLiteral("prd"), { QStringLiteral("prd"), QStringLiteral("Writing the product requirements") } },
            { QStringLiteral("plan"), { QStringLiteral("plan"), QStringLiteral("Planning the issues") } },
            { QStringLiteral("plan-gate"), { QStringLiteral("plan"), QStringLiteral("The plan waits for approval") } },
            { QStringLiteral("repository"),
              { QStringLiteral("repository"), QStringLiteral("Creating the repository") } },
            { QStringLiteral("issues"), { QStringLiteral("repository"), QStringLiteral("Creating the issues") } },
        };
        const auto [stage, detail] = shown.value(step);
        enter(stage, detail);
    };
    return pipeline::runSteps(&m_journal, std::move(plan), entered, stop);
}

Async<> ProjectFlow::runPipeline(std::stop_token stop)
{
    const auto c = std::make_shared<Context>(context(stop));
    std::vector<pipeline::Step> plan { { QStringLiteral("database"), [c] { return steps::scaffoldDatabase(c); } },
                                       { QStringLiteral("devops"), [c] { return steps::scaffoldCicd(c); } },
                                       { QStringLiteral("qa-config"), [c] { return steps::writeQaConfig(c); } },
                                       { QStringLiteral("push"), [c] { return steps::pushScaffold(c); } },
                                       { QStringLiteral("protect"), [c] { return steps::protectBranch(c); } },
                                       { QStringLiteral("queue"), [c] { return steps::queueIssues(c); } },
                                       { QStringLiteral("first-deploy"), [c] { return steps::firstDeploy(c); } } };
    const auto entered = [this](const QString &step) {
        static const QHash<QString, std::pair<QString, QString>> shown {
            { QStringLiteral("database"),
              { QStringLiteral("scaffold"), QStringLiteral("Writing the database schema") } },
            { QStringLiteral("devops"),
              { QStringLiteral("scaffold"), QStringLiteral("Writing Dockerfile and workflows") } },
            { QStringLiteral("qa-config"), { QStringLiteral("scaffold"), QStringLiteral("Writing the QA settings") } },
            { QStringLiteral("push"), { QStringLiteral("scaffold"), QStringLiteral("Pushing the scaffold") } },
            { QStringLiteral("protect"), { QStringLiteral("scaffold"), QStringLiteral("Protecting the branch") } },
            { QStringLiteral("queue"), { QStringLiteral("queue"), QStringLiteral("Queueing the issues") } },
            { QStringLiteral("first-deploy"), { QStringLiteral("deploy"), QStringLiteral("First deploy") } },
        };
        const auto [stage, detail] = shown.value(step);
        enter(stage, detail);
    };
    return pipeline::runSteps(&m_journal, std::move(plan), entered, stop);
}

bool ProjectFlow::isCreated() const
{
    return m_journal.resultOf(QStringLiteral("issues")).has_value();
}

bool ProjectFlow::wasQueued() const
{
    return m_journal.resultOf(QStringLiteral("queue")).has_value();
}

Async<QList<domain::Task>> ProjectFlow::queueAgain()
{
    return steps::requeueIssues(std::make_shared<Context>(context({})));
}

bool ProjectFlow::isPipelineDone() const
{
    return m_journal.resultOf(QStringLiteral("first-deploy")).has_value();
}

Result<> ProjectFlow::replacePlan(const domain::Plan &plan)
{
    if (m_journal.wasBegun(QStringLiteral("repository"))) {
        return fail(ErrorCode::Conflict, QStringLiteral("The plan of %1 was carried out already").arg(m_project->name),
                    QStringLiteral("Change its issues instead: slipway tasks"));
    }
    const QStringList violations = domain::planViolations(plan, { 1, 60 });
    if (!violations.isEmpty())
        return fail(ErrorCode::Invalid, violations.first(),
                    QStringLiteral("%1 rule(s) are broken").arg(violations.size()), violations.join(QLatin1Char('\n')));
    return base::writeJsonObject(context({}).planFile(), domain::toJson(plan));
}

Result<domain::Plan> ProjectFlow::plan() const
{
    return const_cast<ProjectFlow *>(this)->context({}).plan();
}

QString ProjectFlow::testCommand() const
{
    return m_journal.resultOf(QStringLiteral("qa-config"))
        .value_or(QJsonObject {})
        .value(QLatin1String("test_command"))
        .toString();
}

QJsonObject ProjectFlow::issueNumbers() const
{
    return m_journal.resultOf(QStringLiteral("issues"))
        .value_or(QJsonObject {})
        .value(QLatin1String("numbers"))
        .toObject();
}

} // namespace slipway::orchestrator
