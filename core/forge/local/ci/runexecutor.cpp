// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/runexecutor.h"

#include "core/forge/local/ci/jobrunner.h"

namespace slipway::forge {

using domain::CiState;

RunExecutor::RunExecutor(git::Git &git, process::ProcessRunner &runner, Layout layout, LocalForgeSettings settings,
                         CiRunRecord record, Report report)
    : m_git(git)
    , m_runner(runner)
    , m_layout(std::move(layout))
    , m_settings(std::move(settings))
    , m_record(std::move(record))
    , m_report(std::move(report))
    , m_github(githubContext(m_record))
{
}

QCoro::Task<RunOutcome> RunExecutor::run(std::stop_token stop)
{
    const QString repository = m_layout.repository(m_record.fullName);
    const auto yaml = co_await m_git.show(repository, m_record.run.sha, m_record.file);
    if (stop.stop_requested())
        co_return RunOutcome { CiState::Cancelled, {} };
    if (!yaml) {
        co_return RunOutcome { CiState::Unsupported,
                               QStringLiteral("%1 of %2 cannot be read: %3")
                                   .arg(m_record.file, m_record.run.sha.left(12), yaml.error().message) };
    }
    auto workflow = parseWorkflow(*yaml, m_record.file);
    if (!workflow)
        co_return RunOutcome { CiState::Failure, workflow.error().message };
    if (!workflow->unsupported.isEmpty())
        co_return RunOutcome { CiState::Unsupported, workflow->unsupported };
    for (int i = 0; i < workflow->jobs.size(); ++i)
        m_report(i, JobRunner::waiting(workflow->jobs.at(i)));
    co_return co_await runJobs(std::move(*workflow), stop);
}

QCoro::Task<RunOutcome> RunExecutor::runJobs(Workflow workflow, std::stop_token stop)
{
    for (int i = 0; i < workflow.jobs.size(); ++i) {
        const auto job = workflow.jobs.at(i);
        if (stop.stop_requested())
            co_return RunOutcome { CiState::Cancelled, {} };
        const auto scope = scopeFor(job);
        const auto wanted = expression::condition(job.condition, scope);
        if (!wanted)
            co_return RunOutcome { wanted.error().code == ErrorCode::Unsupported ? CiState::Unsupported
                                                                                 : CiState::Failure,
                                   QStringLiteral("Job %1: %2").arg(job.key, wanted.error().message) };
        if (!*wanted) {
            auto skipped = JobRunner::waiting(job);
            skipped.state = CiState::Skipped;
            for (auto &step : skipped.steps)
                step.state = CiState::Skipped;
            m_report(i, skipped);
            record(job, CiState::Skipped, {}, scope);
            continue;
        }
        m_ran = true;
        const JobRunner::Report report = [this, i](const domain::CiJob &changed) { m_report(i, changed); };
        JobRunner runner(m_git, m_runner, planFor(workflow, job, i), report);
        const auto outcome = co_await runner.run(stop);
        if (outcome.state == CiState::Unsupported || outcome.state == CiState::Cancelled)
            co_return RunOutcome { outcome.state, outcome.reason };
        record(job, outcome.state, outcome.outputs, scope);
    }
    co_return total();
}

ExpressionScope RunExecutor::scopeFor(const WorkflowJob &job) const
{
    ExpressionScope scope;
    scope.contexts = { { QStringLiteral("github"), m_github },
                       { QStringLiteral("needs"), needsOf(job) },
                       { QStringLiteral("vars"), QJsonObject() },
                       { QStringLiteral("inputs"), QJsonObject() },
                       { QStringLiteral("env"), QJsonObject() } };
    for (const auto &need : job.needs) {
        const auto &done = m_done[need];
        scope.failed = scope.failed || done.failedBefore;
        scope.skipped = scope.skipped || done.result == CiState::Skipped;
    }
    return scope;
}

QJsonObject RunExecutor::needsOf(const WorkflowJob &job) const
{
    QJsonObject needs;
    for (const auto &need : job.needs) {
        const auto done = m_done.value(need);
        QJsonObject outputs;
        for (auto it = done.outputs.cbegin(); it != done.outputs.cend(); ++it)
            outputs.insert(it.key(), it.value());
        needs.insert(need,
                     QJsonObject { { QStringLiteral("result"), resultName(done.result) },
                                   { QStringLiteral("outputs"), outputs } });
    }
    return needs;
}

JobPlan RunExecutor::planFor(const Workflow &workflow, const WorkflowJob &job, int position) const
{
    const auto &run = m_record.run;
    JobPlan plan;
    plan.job = job;
    plan.workflowEnvironment = workflow.environment;
    plan.github = m_github;
    plan.needs = needsOf(job);
    plan.repository = m_layout.repository(m_record.fullName);
    plan.sha = run.sha;
    plan.folder = QStringLiteral("%1/%2").arg(m_layout.work(m_record.id, run.attempt)).arg(position);
    plan.logPath = m_layout.log(m_record.id, run.attempt, position);
    plan.maxLogBytes = m_settings.maxLogBytes;
    plan.timeout = m_settings.jobTimeout;
    plan.network = m_settings.ciNetwork;
    return plan;
}

void RunExecutor::record(const WorkflowJob &job, CiState state, const QMap<QString, QString> &outputs,
                         const ExpressionScope &scope)
{
    const bool forgiven = state == CiState::Failure
        && expression::interpolate(job.continueOnError, scope).value_or(QString()).trimmed() == QLatin1String("true");
    const bool failed = state == CiState::Failure && !forgiven;
    m_failed = m_failed || failed;
    m_done.insert(job.key, { forgiven ? CiState::Success : state, failed || scope.failed, outputs });
}

RunOutcome RunExecutor::total() const
{
    if (m_failed)
        return { CiState::Failure, {} };
    return { m_ran ? CiState::Success : CiState::Skipped, {} };
}

} // namespace slipway::forge
