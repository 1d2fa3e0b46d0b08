// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/jobrunner.h"

#include "core/base/files.h"

#include <QFile>

namespace slipway::forge {

using domain::CiState;

namespace {

QString nameOf(const WorkflowStep &step)
{
    if (!step.name.isEmpty())
        return step.name.simplified();
    const QString what = step.uses.isEmpty() ? step.run.trimmed().section(QLatin1Char('\n'), 0, 0) : step.uses;
    return QStringLiteral("Run ") + what.simplified().left(120);
}

} // namespace

JobRunner::JobRunner(git::Git &git, process::ProcessRunner &runner, JobPlan plan, Report report)
    : m_git(git)
    , m_runner(runner)
    , m_plan(std::move(plan))
    , m_report(std::move(report))
    , m_folders { m_plan.folder }
    , m_context(m_plan, m_folders)
    , m_log(m_plan.logPath, m_plan.maxLogBytes)
    , m_job(waiting(m_plan.job))
    , m_limit(m_plan.timeout)
{
}

domain::CiJob JobRunner::waiting(const WorkflowJob &job)
{
    domain::CiJob waiting { job.key, job.name.isEmpty() ? job.key : job.name, CiState::Queued, {} };
    for (qsizetype i = 0; i < job.steps.size(); ++i)
        waiting.steps.append({ static_cast<int>(i) + 1, nameOf(job.steps.at(i)), CiState::Queued, 0 });
    return waiting;
}

QCoro::Task<JobOutcome> JobRunner::run(std::stop_token stop)
{
    m_time.start();
    m_job.state = CiState::Running;
    m_report(m_job);
    const auto there = co_await checkOut(stop);
    if (stop.stop_requested())
        co_return ended(CiState::Cancelled);
    if (!there) { // not the workflow's fault: a person has to look
        m_log.error(there.error().message);
        co_return ended(CiState::Unsupported, there.error().message);
    }
    if (const auto started = m_context.start(); !started) {
        m_log.error(started.error().message);
        co_return started.error().code == ErrorCode::Unsupported ? ended(CiState::Unsupported, started.error().message)
                                                                 : ended(CiState::Failure);
    }
    for (int i = 0; i < m_plan.job.steps.size(); ++i) {
        const auto step = m_plan.job.steps.at(i);
        if (timeLeft().count() <= 0) {
            m_log.error(QStringLiteral("The job was stopped at its time limit"));
            co_return ended(CiState::Failure);
        }
        const auto outcome = co_await runStep(step, i, stop);
        if (outcome.state == CiState::Unsupported || outcome.state == CiState::Cancelled)
            co_return ended(outcome.state, outcome.reason);
    }
    co_return ended(m_context.hasFailed() ? CiState::Failure : CiState::Success);
}

Async<> JobRunner::checkOut(std::stop_token stop)
{
    for (const auto &folder : { m_folders.root, m_folders.home(), m_folders.temp(), m_folders.scripts() })
        CO_CHECK(base::makeFolder(folder, true));
    const QByteArray event = base::compact(m_plan.github.value(QLatin1String("event")).toObject());
    CO_CHECK(writePlainFile(m_folders.scripts() + QStringLiteral("/event.json"), event));
    if (!m_plan.job.timeoutMinutes.isEmpty()) {
        CO_TRY(const QString minutes, expression::interpolate(m_plan.job.timeoutMinutes, m_context.scope()));
        if (const double value = minutes.toDouble(); value > 0)
            m_limit = std::min(m_limit, std::chrono::milliseconds(static_cast<qint64>(std::min(value, 1e6) * 60'000)));
    }
    // What `clone --shared` does, with two processes in place of four: no object is copied, however large the repository.
    const QString folder = m_folders.repository();
    const QStringList init { QStringLiteral("init"), QStringLiteral("--quiet"), QStringLiteral("--template="),
                             QStringLiteral("--"), folder };
    CO_CHECK(co_await m_git.run(m_folders.root, init, QByteArray(), stop));
    CO_CHECK(base::makeFolder(folder + QStringLiteral("/.git/objects/info")));
    const QByteArray objects = QFile::encodeName(m_plan.repository + QStringLiteral("/objects\n"));
    CO_CHECK(writePlainFile(folder + QStringLiteral("/.git/objects/info/alternates"), objects));
    QFile config(folder + QStringLiteral("/.git/config"));
    if (config.open(QIODevice::Append)) { // for those who look at origin; a push to it meets a read-only folder
        QString url = m_plan.repository;
        url.replace(QLatin1Char('\\'), QStringLiteral("\\\\")).replace(QLatin1Char('"'), QStringLiteral("\\\""));
        config.write(QStringLiteral("[remote \"origin\"]\n\turl = \"%1\"\n").arg(url).toUtf8());
    }
    config.close();
    QStringList checkout { QStringLiteral("checkout"), QStringLiteral("--quiet"), QStringLiteral("--force") };
    if (m_plan.github.value(QLatin1String("event_name")).toString() == QLatin1String("push"))
        checkout << QStringLiteral("-B") << m_plan.github.value(QLatin1String("ref_name")).toString() << m_plan.sha;
    else
        checkout << QStringLiteral("--detach") << m_plan.sha;
    CO_CHECK(co_await m_git.run(folder, checkout, QByteArray(), stop));
    co_return {};
}

QCoro::Task<StepOutcome> JobRunner::runStep(WorkflowStep step, int index, std::stop_token stop)
{
    const auto condition = wanted(step);
    if (condition && !*condition) {
        mark(index, CiState::Skipped);
        m_context.recordStep(step, CiState::Skipped, CiState::Skipped, {});
        co_return StepOutcome { CiState::Skipped, 0, {}, {} };
    }
    // The step is called the same in its row and in the log: that is how its lines are found.
    if (const auto shown = expression::interpolate(nameOf(step), m_context.scope()))
        m_job.steps[index].name = shown->simplified();
    mark(index, CiState::Running);
    m_log.beginGroup(m_job.steps.at(index).name);
    StepOutcome outcome;
    if (condition) {
        StepRunner runner(m_runner, m_plan, m_folders, m_context, m_log);
        outcome = co_await runner.run(step, index + 1, timeLeft(), stop);
    } else {
        m_log.error(condition.error().message);
        outcome.state = condition.error().code == ErrorCode::Unsupported ? CiState::Unsupported : CiState::Failure;
        outcome.exitCode = 1;
        outcome.reason = condition.error().message;
    }
    m_log.endGroup();
    auto conclusion = outcome.state;
    if (conclusion == CiState::Failure && mayFail(step))
        conclusion = CiState::Success;
    mark(index, conclusion, outcome.exitCode);
    m_context.recordStep(step, outcome.state, conclusion, outcome.outputs);
    co_return outcome;
}

Result<bool> JobRunner::wanted(const WorkflowStep &step) const
{
    if (step.condition.isEmpty())
        return !m_context.hasFailed();
    const auto environment = m_context.evaluated(step.environment);
    if (!environment)
        return forward(environment);
    return expression::condition(step.condition, m_context.scope(*environment));
}

bool JobRunner::mayFail(const WorkflowStep &step) const
{
    if (step.continueOnError.isEmpty())
        return false;
    const auto value = expression::interpolate(step.continueOnError, m_context.scope());
    return value && value->trimmed().compare(QLatin1String("true"), Qt::CaseInsensitive) == 0;
}

void JobRunner::mark(int index, CiState state, int exitCode)
{
    m_job.steps[index].state = state;
    m_job.steps[index].exitCode = exitCode;
    m_report(m_job);
}

JobOutcome JobRunner::ended(CiState state, const QString &reason)
{
    m_job.state = state;
    for (auto &step : m_job.steps) {
        if (!domain::isFinal(step.state))
            step.state = state == CiState::Cancelled ? CiState::Cancelled : CiState::Skipped;
    }
    JobOutcome outcome { state, {}, reason };
    if (state == CiState::Success || state == CiState::Failure) {
        if (auto outputs = m_context.outputs())
            outcome.outputs = std::move(*outputs);
        else {
            m_log.error(outputs.error().message);
            outcome.state = m_job.state = CiState::Failure;
        }
    }
    m_report(m_job);
    return outcome;
}

std::chrono::milliseconds JobRunner::timeLeft() const
{
    return m_limit - std::chrono::milliseconds(m_time.elapsed());
}

} // namespace slipway::forge
