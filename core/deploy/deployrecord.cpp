// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/deployrecord.h"

#include "core/base/files.h"
#include "core/deploy/deploylog.h"

#include <QJsonArray>
#include <QJsonObject>

namespace slipway::deploy {

DeployRecord DeployRecord::load(const QString &path)
{
    DeployRecord record;
    const auto json = base::readJsonObject(path);
    if (!json) {
        if (json.error().code != ErrorCode::NotFound)
            qCWarning(lcDeploy, "%s; starting without it", qUtf8Printable(json.error().message));
        return record;
    }
    record.live = domain::deploymentFromJson(json->value(QLatin1String("live")).toObject());
    record.switchingTo = json->value(QLatin1String("switching_to")).toString();
    for (const auto &value : json->value(QLatin1String("kept")).toArray())
        record.kept << domain::deploymentFromJson(value.toObject());
    return record;
}

Result<> DeployRecord::save(const QString &path) const
{
    QJsonArray list;
    for (const auto &deployment : kept)
        list.append(domain::toJson(deployment));
    QJsonObject json { { QStringLiteral("kept"), list }, { QStringLiteral("switching_to"), switchingTo } };
    if (!live.id.isEmpty())
        json.insert(QStringLiteral("live"), domain::toJson(live));
    return base::writeJsonObject(path, json);
}

void DeployRecord::keep(const domain::Deployment &deployment)
{
    kept.removeIf([&](const domain::Deployment &other) { return other.id == deployment.id; });
    kept.append(deployment);
}

} // namespace slipway::deploy
