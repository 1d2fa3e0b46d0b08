// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/publications.h"

#include "core/base/files.h"
#include "core/deploy/deploylog.h"

namespace slipway::deploy {

Publications Publications::load(const QString &path)
{
    Publications all;
    const auto json = base::readJsonObject(path);
    if (!json) {
        if (json.error().code != ErrorCode::NotFound)
            qCWarning(lcDeploy, "%s; starting without it", qUtf8Printable(json.error().message));
        return all;
    }
    for (auto it = json->begin(); it != json->end(); ++it) {
        const QJsonObject one = it->toObject();
        all.projects.insert(it.key(),
                            { one.value(QLatin1String("host")).toString(), one.value(QLatin1String("port")).toInt(),
                              one.value(QLatin1String("dns")).toBool(), one.value(QLatin1String("active")).toBool(),
                              one.value(QLatin1String("leaving")).toBool(),
                              one.value(QLatin1String("todo")).toString() });
    }
    return all;
}

Result<> Publications::save(const QString &path) const
{
    QJsonObject json;
    for (auto it = projects.begin(); it != projects.end(); ++it) {
        json.insert(it.key(),
                    QJsonObject { { QStringLiteral("host"), it->host },
                                  { QStringLiteral("port"), it->port },
                                  { QStringLiteral("dns"), it->dns },
                                  { QStringLiteral("active"), it->active },
                                  { QStringLiteral("leaving"), it->leaving },
                                  { QStringLiteral("todo"), it->todo } });
    }
    return base::writeJsonObject(path, json);
}

} // namespace slipway::deploy
