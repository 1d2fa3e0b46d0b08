// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/deployment.h"

#include "core/base/clock.h"

#include <array>

namespace slipway::domain {

namespace {
constexpr std::array<const char *, 6> names { "none", "building", "starting", "live", "failed", "rolled_back" };
}

QString toString(DeployState state)
{
    return QString::fromLatin1(names.at(static_cast<size_t>(state)));
}

DeployState deployStateFromString(const QString &name)
{
    for (size_t i = 0; i < names.size(); ++i) {
        if (name == QLatin1String(names.at(i)))
            return static_cast<DeployState>(i);
    }
    return DeployState::None;
}

QJsonObject toJson(const Deployment &d)
{
    return { { QStringLiteral("id"), d.id },
             { QStringLiteral("state"), toString(d.state) },
             { QStringLiteral("runtime"), d.runtime },
             { QStringLiteral("url"), d.url },
             { QStringLiteral("port"), d.port },
             { QStringLiteral("image"), d.image },
             { QStringLiteral("commit"), d.commit },
             { QStringLiteral("created_at"), d.createdAt.isValid() ? base::isoTime(d.createdAt) : QString() },
             { QStringLiteral("error"), d.error },
             { QStringLiteral("reach"), d.reach } };
}

Deployment deploymentFromJson(const QJsonObject &json)
{
    const auto text = [&](const char *name) { return json.value(QLatin1String(name)).toString(); };
    return { text("id"),
             deployStateFromString(text("state")),
             text("runtime"),
             text("url"),
             json.value(QLatin1String("port")).toInt(),
             text("image"),
             text("commit"),
             QDateTime::fromString(text("created_at"), Qt::ISODate),
             text("error"),
             text("reach") };
}

} // namespace slipway::domain
