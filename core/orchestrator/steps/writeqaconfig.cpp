// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/orchestrator/steps/steps.h"

#include <QJsonArray>

namespace slipway::orchestrator::steps {

Async<QJsonObject> writeQaConfig(ContextPtr c)
{
    CO_TRY(const domain::Plan plan, c->plan());
    const auto numbers = c->journal.resultOf(QStringLiteral("issues"))
                             .value_or(QJsonObject {})
                             .value(QLatin1String("numbers"))
                             .toObject();
    QJsonObject acceptance;
    for (const auto &issue : plan.issues)
        acceptance.insert(QString::number(numbers.value(issue.slug).toInt()),
                          QJsonArray::fromStringList(issue.acceptance));
    const QString testCommand = c->journal.resultOf(QStringLiteral("devops"))
                                    .value_or(QJsonObject {})
                                    .value(QLatin1String("test_command"))
                                    .toString();
    const QJsonObject config {
        { QStringLiteral("test_command"), testCommand },
        { QStringLiteral("checks"),
          QJsonArray { QStringLiteral("tests"), QStringLiteral("acceptance"), QStringLiteral("ci") } },
        { QStringLiteral("acceptance"), acceptance },
        { QStringLiteral("max_rounds"), c->services.settings.maxReviewRounds },
        { QStringLiteral("reviewer"), c->project->agents.of(domain::toString(domain::AgentType::Qa)) }
    };
    CO_CHECK(base::writeJsonObject(c->project->path + QStringLiteral("/.qa_config.json"), config));
    co_return QJsonObject { { QStringLiteral("test_command"), testCommand } };
}

} // namespace slipway::orchestrator::steps
