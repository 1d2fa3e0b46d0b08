// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/databaseagent.h"

#include "core/planning/scaffoldcheck.h"
#include "core/planning/scaffoldrun.h"

namespace slipway::planning {

DatabaseAgent::DatabaseAgent(RunAgent run)
    : m_run(std::move(run))
{
}

Async<ScaffoldReport> DatabaseAgent::setupDatabase(PlanningContext context, std::stop_token stop)
{
    ScaffoldStep step;
    step.role = QStringLiteral("database");
    step.purpose = QStringLiteral("database");
    step.prompt = QStringLiteral("planning/database");
    step.what = QStringLiteral("Writing the database schema");
    step.check = [](const QString &folder, const QString &answer) {
        const bool isTold = answer.contains(QLatin1String("NO DATABASE NEEDED"));
        if (isTold || !schemaFiles(folder).isEmpty())
            return QStringList {};
        return QStringList { QStringLiteral("There is no schema or migration file in the repository") };
    };
    return runScaffold(m_run, std::move(context), std::move(step), std::move(stop));
}

} // namespace slipway::planning
