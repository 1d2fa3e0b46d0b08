// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QStringList>
#include <QUrl>

namespace slipway::chat {

/// What the bot asks for, and nothing beyond: never Administrator, never Mention Everyone.
constexpr quint64 wantedPermissions = 309'237'763'072;

/// What somebody may do in a channel: roles of the server, then the channel's overwrites, as Discord computes it.
[[nodiscard]] quint64 effectivePermissions(const QJsonObject &guild, const QJsonObject &channel, const QString &user,
                                           const QStringList &roles);
struct Permission {
    quint64 bit = 0;
    QString name; ///< as the server's settings show it
    QString without; ///< what does not work without it
};
/// Those that are wanted and not there.
[[nodiscard]] QList<Permission> missingPermissions(quint64 permissions);
/// Where the owner of a server adds the bot to it, with exactly those permissions.
[[nodiscard]] QUrl inviteUrl(const QString &application);

} // namespace slipway::chat
