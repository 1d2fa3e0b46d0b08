// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/taskcontext.h"

#include "core/base/files.h"

#include <QJsonArray>

namespace slipway::orchestrator {

QString branchName(int number, const QString &slug)
{
    return QStringLiteral("issue-%1-%2").arg(number).arg(base::slugOf(slug));
}

QJsonObject issueContext(const Project &project, const domain::PlannedIssue &issue, int number, const QString &mirror,
                         const QString &testCommand)
{
    return { { QStringLiteral("slug"), issue.slug },
             { QStringLiteral("title"), issue.title },
             { QStringLiteral("body"), issue.body },
             { QStringLiteral("acceptance"), QJsonArray::fromStringList(issue.acceptance) },
             { QStringLiteral("issue"), number },
             { QStringLiteral("purpose"), QStringLiteral("implement") },
             { QStringLiteral("round"), 0 },
             { QStringLiteral("branch"), branchName(number, issue.slug) },
             { QStringLiteral("head"), QString() },
             { QStringLiteral("repository"), mirror },
             { QStringLiteral("default_branch"), project.defaultBranch },
             { QStringLiteral("test_command"), testCommand },
             { QStringLiteral("idea"), project.idea },
             { QStringLiteral("recipe"), project.recipe },
             { QStringLiteral("pace"), project.pace } };
}

QJsonObject reviewContext(const domain::Task &issue, int pr, const QString &head, const QString &mergeBase)
{
    QJsonObject context = issue.context;
    context.insert(QStringLiteral("purpose"), QStringLiteral("review"));
    context.insert(QStringLiteral("issue"), issue.key.number);
    context.insert(QStringLiteral("pr"), pr);
    context.insert(QStringLiteral("head"), head);
    context.insert(QStringLiteral("base"), mergeBase);
    context.insert(QStringLiteral("round"), issue.context.value(QLatin1String("review_round")).toInt());
    // A reviewer never continues the author's session: fresh eyes.
    for (const char *key : { "session", "ci", "conflicts" })
        context.remove(QLatin1String(key));
    return context;
}

} // namespace slipway::orchestrator
