// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/steps/steps.h"
#include "core/orchestrator/taskcontext.h"

namespace slipway::orchestrator::steps {

Async<QJsonObject> queueIssues(ContextPtr c)
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
    // Closed already (by a person, or before a restart): nothing to do, and nothing to wait for.
    QList<int> closed;
    for (const auto &issue : issues) {
        if (issue.state == forge::IssueState::Closed)
            closed.append(issue.number);
    }
    CO_CHECK(co_await c->services.queue.setClosed(project.name, closed));
    QList<domain::Task> tasks;
    for (const auto &planned : plan.issues) {
        const int number = numbers.value(planned.slug).toInt();
        const auto issue = std::ranges::find_if(issues, [&](const auto &i) { return i.number == number; });
        if (issue == issues.end() || issue->state == forge::IssueState::Closed)
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
        task.context.insert(QStringLiteral("memory"), co_await c->services.notesFor(project.name, planned.title));
        task.branch = branchName(number, planned.slug);
        tasks.append(task);
    }
    CO_TRY(const QList<domain::Task> queued, co_await c->services.assignment.assignAllIssues(tasks));
    co_return QJsonObject { { QStringLiteral("queued"), queued.size() } };
}

} // namespace slipway::orchestrator::steps
