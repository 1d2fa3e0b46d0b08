// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/steps/steps.h"

namespace slipway::orchestrator::steps {

namespace {

QString bodyOf(const domain::PlannedIssue &issue, const QList<int> &dependsOn)
{
    QString body = issue.body.trimmed() + QStringLiteral("\n\n### Acceptance criteria\n");
    for (const QString &criterion : issue.acceptance)
        body += QStringLiteral("\n- [ ] ") + criterion;
    QStringList blockers;
    for (const int number : dependsOn)
        blockers.append(QStringLiteral("#%1").arg(number));
    if (!blockers.isEmpty())
        body += QStringLiteral("\n\nDepends on ") + blockers.join(QStringLiteral(", "));
    return body;
}

} // namespace

Async<QJsonObject> createIssues(ContextPtr c)
{
    CO_TRY(const domain::Plan plan, c->plan());
    const auto order = domain::dependencyOrder(plan);
    QJsonObject numbers;
    for (const int index : order) {
        const auto &planned = plan.issues[index];
        forge::Issue issue;
        issue.title = planned.title;
        issue.labels = planned.labels;
        issue.labels.append(QStringLiteral("priority:%1").arg(planned.priority));
        for (const QString &slug : planned.dependsOn)
            issue.blockedBy.append(numbers.value(slug).toInt());
        issue.body = bodyOf(planned, issue.blockedBy);
        const QString marker = QStringLiteral("slipway:issue:") + planned.slug;
        CO_TRY(const forge::Issue created, co_await c->forge().ensureIssue(c->project->repo, marker, issue));
        numbers.insert(planned.slug, created.number);
    }
    co_return QJsonObject { { QStringLiteral("numbers"), numbers } };
}

} // namespace slipway::orchestrator::steps
