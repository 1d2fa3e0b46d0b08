// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/triggerparser.h"
#include "core/forge/local/ci/unsupported.h"
#include "core/forge/local/ci/yaml.h"

#include <QFileInfo>
#include <QSet>

namespace slipway::forge {

namespace {

// A hostile file must not use up the machine: aliases can make a small text large.
constexpr qsizetype maxFileSize = 512 * 1024;
constexpr int maxJobs = 256;
constexpr int maxSteps = 2000;

RunDefaults defaultsOf(const YAML::Node &node, const RunDefaults &outer)
{
    const auto run = yaml::child(yaml::child(node, "defaults"), "run");
    RunDefaults defaults = outer;
    if (const QString shell = yaml::text(run, "shell"); !shell.isEmpty())
        defaults.shell = shell;
    if (const QString folder = yaml::text(run, "working-directory"); !folder.isEmpty())
        defaults.workingDirectory = folder;
    return defaults;
}

Result<WorkflowStep> stepOf(const YAML::Node &node, const QString &job)
{
    if (!node.IsMap())
        return yaml::invalid(node, QStringLiteral("a step of job %1 is no map").arg(job));
    WorkflowStep step;
    step.id = yaml::text(node, "id");
    step.name = yaml::text(node, "name");
    step.condition = yaml::text(node, "if");
    step.run = yaml::text(node, "run");
    step.uses = yaml::text(node, "uses").trimmed();
    step.with = yaml::textMap(yaml::child(node, "with"));
    step.environment = yaml::textMap(yaml::child(node, "env"));
    step.shell = yaml::text(node, "shell");
    step.workingDirectory = yaml::text(node, "working-directory");
    step.continueOnError = yaml::text(node, "continue-on-error");
    step.timeoutMinutes = yaml::text(node, "timeout-minutes");
    if (step.run.trimmed().isEmpty() == step.uses.isEmpty())
        return yaml::invalid(node, QStringLiteral("a step of job %1 needs either 'run' or 'uses'").arg(job));
    return step;
}

Result<WorkflowJob> jobOf(const QString &key, const YAML::Node &node, const RunDefaults &defaults, int &steps)
{
    if (!node.IsMap())
        return yaml::invalid(node, QStringLiteral("job %1 is no map").arg(key));
    WorkflowJob job;
    job.key = key;
    job.name = yaml::text(node, "name");
    job.condition = yaml::text(node, "if");
    job.needs = yaml::textList(yaml::child(node, "needs"));
    job.environment = yaml::textMap(yaml::child(node, "env"));
    job.outputs = yaml::textMap(yaml::child(node, "outputs"));
    job.defaults = defaultsOf(node, defaults);
    job.continueOnError = yaml::text(node, "continue-on-error");
    job.timeoutMinutes = yaml::text(node, "timeout-minutes");
    if (yaml::child(node, "uses").IsDefined())
        return job; // a reusable workflow; findUnsupported() names it
    const auto list = yaml::child(node, "steps");
    if (!list.IsSequence() || list.size() == 0)
        return yaml::invalid(node, QStringLiteral("job %1 has no steps").arg(key));
    QSet<QString> ids;
    for (const auto &entry : list) {
        if (++steps > maxSteps)
            return yaml::invalid(entry, QStringLiteral("there are more than %1 steps").arg(maxSteps));
        TRY(auto step, stepOf(entry, key));
        if (!step.id.isEmpty() && ids.contains(step.id))
            return yaml::invalid(entry, QStringLiteral("two steps of job %1 have the id %2").arg(key, step.id));
        ids.insert(step.id);
        job.steps.append(std::move(step));
    }
    return job;
}

/// Each job behind those it needs. Fails on names that do not exist and on circles.
Result<QList<WorkflowJob>> ordered(QList<WorkflowJob> jobs)
{
    QSet<QString> keys;
    for (const auto &job : std::as_const(jobs))
        keys.insert(job.key);
    for (const auto &job : std::as_const(jobs)) {
        for (const auto &need : job.needs) {
            if (!keys.contains(need))
                return fail(ErrorCode::Invalid,
                            QStringLiteral("job %1 needs %2, which does not exist").arg(job.key, need));
        }
    }
    QList<WorkflowJob> sorted;
    QSet<QString> done;
    while (!jobs.isEmpty()) {
        const auto next = std::ranges::find_if(jobs, [&](const WorkflowJob &job) {
            return std::ranges::all_of(job.needs, [&](const QString &need) { return done.contains(need); });
        });
        if (next == jobs.end())
            return fail(ErrorCode::Invalid,
                        QStringLiteral("the jobs %1 need each other in a circle").arg(jobs.first().key));
        done.insert(next->key);
        sorted.append(*next);
        jobs.erase(next);
    }
    return sorted;
}

Result<Workflow> workflowOf(const YAML::Node &root, const QString &file)
{
    if (!root.IsMap())
        return fail(ErrorCode::Invalid, QStringLiteral("it is no map of 'on' and 'jobs'"));
    Workflow workflow;
    workflow.name = yaml::text(root, "name");
    if (workflow.name.isEmpty())
        workflow.name = QFileInfo(file).fileName();
    CHECK(readTriggers(yaml::child(root, "on"), workflow));
    workflow.environment = yaml::textMap(yaml::child(root, "env"));
    const auto defaults = defaultsOf(root, {});
    const auto jobs = yaml::child(root, "jobs");
    if (!jobs.IsMap() || jobs.size() == 0)
        return fail(ErrorCode::Invalid, QStringLiteral("it has no jobs"));
    if (jobs.size() > maxJobs)
        return fail(ErrorCode::Invalid, QStringLiteral("it has more than %1 jobs").arg(maxJobs));
    int steps = 0;
    for (const auto &entry : jobs) {
        TRY(auto job, jobOf(yaml::scalar(entry.first), entry.second, defaults, steps));
        workflow.jobs.append(std::move(job));
    }
    workflow.unsupported = findUnsupported(root, workflow);
    TRY(workflow.jobs, ordered(std::move(workflow.jobs)));
    return workflow;
}

} // namespace

Result<Workflow> parseWorkflow(const QByteArray &yaml, const QString &file)
{
    const auto named = [&](const QString &what) {
        return fail(ErrorCode::Invalid, QStringLiteral("%1 is no valid workflow: %2").arg(file, what),
                    QStringLiteral("Correct the workflow file and push again"));
    };
    if (yaml.size() > maxFileSize)
        return named(QStringLiteral("it is larger than %1 KiB").arg(maxFileSize / 1024));
    try {
        const auto workflow = workflowOf(YAML::Load(yaml.toStdString()), file);
        return workflow ? workflow : Result<Workflow>(named(workflow.error().message));
    } catch (const YAML::Exception &exception) {
        if (exception.mark.is_null())
            return named(QString::fromStdString(exception.msg));
        return named(
            QStringLiteral("line %1: %2").arg(exception.mark.line + 1).arg(QString::fromStdString(exception.msg)));
    }
}

} // namespace slipway::forge
