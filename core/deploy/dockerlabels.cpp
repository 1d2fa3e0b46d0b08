// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/dockerlabels.h"

namespace slipway::deploy {

namespace {

constexpr const char *homeLabel = "slipway.home";
constexpr const char *homeIdLabel = "slipway.home_id";

} // namespace

QStringList homeLabels(const DockerSettings &settings)
{
    QStringList options { QStringLiteral("--label"), QLatin1String(homeLabel) + QLatin1Char('=') + settings.home };
    if (!settings.homeId.isEmpty())
        options << QStringLiteral("--label") << QLatin1String(homeIdLabel) + QLatin1Char('=') + settings.homeId;
    return options;
}

QStringList labelOptions(const Release &release, const DockerSettings &settings, const QString &role)
{
    QStringList options = homeLabels(settings);
    const auto add = [&](const char *key, const QString &value) {
        options << QStringLiteral("--label") << QLatin1String(key) + QLatin1Char('=') + value;
    };
    add("slipway.project", release.project);
    add("slipway.deployment", release.deploymentId);
    add("slipway.commit", release.commit);
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

bool isOfHome(const QJsonObject &labels, const DockerSettings &settings)
{
    const QString id = labels.value(QLatin1String(homeIdLabel)).toString();
    if (!id.isEmpty() && !settings.homeId.isEmpty())
        return id == settings.homeId;
    return labels.value(QLatin1String(homeLabel)).toString() == settings.home;
}

bool isOurs(const QJsonObject &object, const DockerSettings &settings, const QString &role)
{
    const auto labels = object.value(QLatin1String("Config")).toObject().value(QLatin1String("Labels")).toObject();
    return labels.value(QLatin1String("slipway.role")).toString() == role && isOfHome(labels, settings);
}

} // namespace slipway::deploy
