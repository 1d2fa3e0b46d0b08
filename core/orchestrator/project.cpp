// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/project.h"

#include "core/base/clock.h"

#include <QJsonArray>

namespace slipway::orchestrator {

domain::Deployment Project::deployment() const
{
    return deployments.isEmpty() ? domain::Deployment {} : deployments.last();
}

void Project::record(const domain::Deployment &deployment)
{
    for (auto &known : deployments) {
        if (known.id == deployment.id) {
            known = deployment;
            return;
        }
    }
    deployments.append(deployment);
}

QJsonObject toJson(const Project &p)
{
    QJsonArray deployments;
    for (const auto &deployment : p.deployments)
        deployments.append(domain::toJson(deployment));
    QJsonObject json { { QStringLiteral("name"), p.name },
                       { QStringLiteral("idea"), p.idea },
                       { QStringLiteral("created_at"), base::isoTime(p.createdAt) },
                       { QStringLiteral("forge"), p.forge },
                       { QStringLiteral("repo"), p.repo },
                       { QStringLiteral("repo_url"), p.repoUrl },
                       { QStringLiteral("default_branch"), p.defaultBranch },
                       { QStringLiteral("pace"), p.pace },
                       { QStringLiteral("source"), p.source },
                       { QStringLiteral("being_deleted"), p.isBeingDeleted },
                       { QStringLiteral("stage"), p.stage },
                       { QStringLiteral("state"), p.state },
                       { QStringLiteral("detail"), p.detail },
                       { QStringLiteral("plan_approved"), p.planApproved },
                       { QStringLiteral("pipeline_wanted"), p.pipelineWanted },
                       { QStringLiteral("deployments"), deployments },
                       { QStringLiteral("usd"), p.usage.usd },
                       { QStringLiteral("input_tokens"), double(p.usage.inputTokens) },
                       { QStringLiteral("output_tokens"), double(p.usage.outputTokens) } };
    domain::write(p.agents, &json);
    if (!p.recipe.isEmpty())
        json.insert(QStringLiteral("recipe"), p.recipe);
    return json;
}

Project projectFromJson(const QJsonObject &json, const QString &path)
{
    const auto text = [&](const char *name) { return json.value(QLatin1String(name)).toString(); };
    Project p;
    p.path = path;
    p.name = text("name");
    p.idea = text("idea");
    p.createdAt = QDateTime::fromString(text("created_at"), Qt::ISODate);
    p.forge = text("forge");
    p.repo = text("repo");
    p.repoUrl = text("repo_url");
    p.defaultBranch = text("default_branch");
    p.agents = domain::agentChoiceFromJson(json);
    p.recipe = text("recipe");
    p.pace = json.value(QLatin1String("pace")).toDouble(1);
    p.source = json.value(QLatin1String("source")).toString();
    p.isBeingDeleted = json.value(QLatin1String("being_deleted")).toBool();
    p.stage = text("stage");
    p.state = text("state");
    p.detail = text("detail");
    p.planApproved = json.value(QLatin1String("plan_approved")).toBool();
    p.pipelineWanted = json.value(QLatin1String("pipeline_wanted")).toBool();
    const auto deployments = json.value(QLatin1String("deployments")).toArray();
    for (const auto &value : deployments)
        p.deployments.append(domain::deploymentFromJson(value.toObject()));
    p.usage.usd = json.value(QLatin1String("usd")).toDouble();
    p.usage.inputTokens = qint64(json.value(QLatin1String("input_tokens")).toDouble());
    p.usage.outputTokens = qint64(json.value(QLatin1String("output_tokens")).toDouble());
    return p;
}

} // namespace slipway::orchestrator
