// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/steps/steps.h"
#include "core/orchestrator/taskcontext.h"

namespace slipway::orchestrator::steps {

namespace {

/// Every planned issue as the task that it is at first, and which of them are closed.
struct PlannedTasks {
    QList<domain::Task> open, closed;
    QList<int> closedNumbers;
};

Async<PlannedTasks> plannedTasks(ContextPtr c)
{
    auto &project = *c->project;
    CO_TRY(const domain::Plan plan, c->plan());
    CO_TRY(const QList<forge::Issue> issues, co_await c->forge().issues(project.repo));
    CO_TRY(const QString mirror, co_await c->forge().mirror(project.repo));
    const auto numbers = c->journal.resultOf(QStringLiteral("issues"))
                             .value_or(QJsonObject {})
                             .value(QLatin1String("numbers"))
                             .toObject();
    const QString testCommand = c->journal.resultOf(QStringLiteral("qa-config"))
                                    .value_or(QJsonObject {})
                                    .value(QLatin1String("test_command"))
                                    .toString();
    PlannedTasks tasks;
    for (const auto &planned : plan.issues) {
        const int number = numbers.value(planned.slug).toInt();
        const auto issue = std::ranges::find_if(issues, [&](const auto &i) { return i.number == number; });
        if (issue == issues.end())
            continue;
        domain::Task task;
        task.key = { project.name, number };
        task.kind = QStringLiteral("implement");
        task.title = issue->title;
        task.labels = issue->labels;
        task.fullName = project.repo;
        task.url = issue->url;
        task.maxAttempts = c->services.settings.maxAttempts;
        task.dependsOn = issue->blockedBy;
        task.context = issueContext(project, planned, number, mirror, testCommand);
        const auto type = c->services.assignment.classify(task.title, task.labels).type;
        task.context.insert(QStringLiteral("agent"), project.agents.of(domain::toString(type)));
        task.context.insert(QStringLiteral("memory"), co_await c->services.notesFor(project.name, planned.title));
        task.branch = branchName(number, planned.slug);
        (issue->state == forge::IssueState::Closed ? tasks.closed : tasks.open).append(task);
    }
    for (const auto &issue : issues) {
        if (issue.state == forge::IssueState::Closed)
            tasks.closedNumbers.append(issue.number);
    }
    co_return tasks;
}

} // namespace

Async<QJsonObject> queueIssues(ContextPtr c)
{
    CO_TRY(const PlannedTasks tasks, co_await plannedTasks(c));
    // Closed already (by a person, or before a restart): nothing to do, and nothing to wait for.
    CO_CHECK(co_await c->services.queue.setClosed(c->project->name, tasks.closedNumbers));
    CO_TRY(const QList<domain::Task> queued, co_await c->services.assignment.assignAllIssues(tasks.open));
    co_return QJsonObject { { QStringLiteral("queued"), queued.size() } };
}

Async<QList<domain::Task>> requeueIssues(ContextPtr c)
{
    CO_TRY(const PlannedTasks tasks, co_await plannedTasks(c));
    // The closed ones too, or the project would seem to be smaller than it is. On hold: no worker may see what is half made.
    CO_TRY(const QList<domain::Task> closed, co_await c->services.assignment.assignAllIssues(tasks.closed, true));
    for (const auto &task : closed) {
        if (task.phase != domain::TaskPhase::Done)
            CO_CHECK(co_await c->services.queue.close(task.key));
    }
    CO_CHECK(co_await c->services.queue.setClosed(c->project->name, tasks.closedNumbers));
    co_return co_await c->services.assignment.assignAllIssues(tasks.open, true);
}

} // namespace slipway::orchestrator::steps
