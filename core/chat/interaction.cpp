// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/interaction.h"

#include <QJsonArray>

namespace slipway::chat {

Interaction interactionFrom(const QJsonObject &event)
{
    const auto text
        = [](const QJsonObject &object, const char *name) { return object.value(QLatin1String(name)).toString(); };
    const QJsonObject member = event.value(QLatin1String("member")).toObject();
    const QJsonObject user = (member.isEmpty() ? event : member)
                                 .value(QLatin1String("user"))
                                 .toObject(); // without member: a direct message
    Interaction interaction;
    interaction.type = Interaction::Type(event.value(QLatin1String("type")).toInt());
    interaction.id = text(event, "id");
    interaction.token = text(event, "token");
    interaction.application = text(event, "application_id");
    interaction.origin = { text(user, "id"), text(event, "guild_id"), text(event, "channel_id"),
                           member.value(QLatin1String("roles")).toVariant().toStringList() };
    interaction.data = event.value(QLatin1String("data")).toObject();
    interaction.customId = text(interaction.data, "custom_id");
    const auto rows = interaction.data.value(QLatin1String("components")).toArray();
    for (const auto &row : rows) {
        const auto inputs = row.toObject().value(QLatin1String("components")).toArray();
        for (const auto &input : inputs)
            interaction.fields.insert(text(input.toObject(), "custom_id"), text(input.toObject(), "value"));
    }
    return interaction;
}

QJsonObject privateAnswer(const QString &text)
{
    constexpr int ephemeral = 64;
    return { { QStringLiteral("content"), text }, { QStringLiteral("flags"), ephemeral } };
}

} // namespace slipway::chat
