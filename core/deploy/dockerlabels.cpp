// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/dockerlabels.h"

namespace slipway::deploy {

QStringList labelOptions(const Release &release, const QString &home, const QString &role)
{
    QStringList options;
    const auto add = [&](const char *key, const QString &value) {
        options << QStringLiteral("--label") << QLatin1String(key) + QLatin1Char('=') + value;
    };
    add("slipway.project", release.project);
    add("slipway.deployment", release.deploymentId);
    add("slipway.commit", release.commit);
    add("slipway.home", home);
    add("slipway.role", role);
    return options;
}

QStringList labelFilters(const QString &project, const QString &deploymentId)
{
    QStringList options { QStringLiteral("--filter"), QStringLiteral("label=slipway.project=") + project };
    if (!deploymentId.isEmpty())
        options << QStringLiteral("--filter") << QStringLiteral("label=slipway.deployment=") + deploymentId;
    return options;
}

QString labelOf(const QJsonObject &object, const char *name)
{
    const auto labels = object.value(QLatin1String("Config")).toObject().value(QLatin1String("Labels")).toObject();
    return labels.value(QLatin1String(name)).toString();
}

bool isOurs(const QJsonObject &object, const QString &home, const QString &role)
{
    return labelOf(object, "slipway.role") == role && labelOf(object, "slipway.home") == home;
}

} // namespace slipway::deploy
