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
    if (const QString removal = json->value(QLatin1String("removal")).toString(); !removal.isEmpty())
        record.removal = removal == QLatin1String("with data") ? DataPolicy::Delete : DataPolicy::Keep;
    for (const auto &value : json->value(QLatin1String("kept")).toArray())
        record.kept << domain::deploymentFromJson(value.toObject());
    return record;
}

Result<> DeployRecord::save(const QString &path) const
{
    QJsonArray list;
    for (const auto &deployment : kept)
        list.append(domain::toJson(deployment));
    QJsonObject json { { QStringLiteral("kept"), list } };
    if (!live.id.isEmpty())
        json.insert(QStringLiteral("live"), domain::toJson(live));
    if (removal)
        json.insert(QStringLiteral("removal"),
                    *removal == DataPolicy::Delete ? QStringLiteral("with data") : QStringLiteral("without data"));
    return base::writeJsonObject(path, json);
}

bool DeployRecord::usesOnly(const QString &runtime) const
{
    return (live.id.isEmpty() || live.runtime == runtime)
        && std::ranges::all_of(kept, [&](const auto &one) { return one.runtime == runtime; });
}

void DeployRecord::keep(const domain::Deployment &deployment)
{
    kept.removeIf([&](const domain::Deployment &other) { return other.id == deployment.id; });
    kept.append(deployment);
}

} // namespace slipway::deploy
