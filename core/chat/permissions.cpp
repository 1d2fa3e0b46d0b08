// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/permissions.h"

namespace slipway::chat {

namespace {

constexpr quint64 administrator = 8, viewChannel = 1024;

constexpr struct {
    quint64 bit;
    const char *name, *without;
} wanted[] = {
    { viewChannel, "View Channel", "the bot does not see the channel" },
    { 2048, "Send Messages", "nothing is answered" },
    { 16384, "Embed Links", "addresses have no preview" },
    { 32768, "Attach Files", "long answers cannot be sent" },
    { 65536, "Read Message History", "what was said during an outage is not found again" },
    { quint64(1) << 35, "Create Public Threads", "projects have no threads of their own" },
    { quint64(1) << 38, "Send Messages in Threads", "nothing is answered in threads" },
};

quint64 bits(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString().toULongLong();
}

QString idOf(const QJsonObject &object)
{
    return object.value(QLatin1String("id")).toString();
}

} // namespace

quint64 effectivePermissions(const QJsonObject &guild, const QJsonObject &channel, const QString &user,
                             const QStringList &roles)
{
    const QString everyone = idOf(guild);
    quint64 permissions = 0;
    const auto known = guild.value(QLatin1String("roles")).toArray();
    for (const auto &value : known) {
        const QJsonObject role = value.toObject();
        if (idOf(role) == everyone || roles.contains(idOf(role)))
            permissions |= bits(role, "permissions");
    }
    if ((permissions & administrator) != 0 || guild.value(QLatin1String("owner_id")).toString() == user)
        return ~quint64(0);
    quint64 deny = 0, allow = 0;
    QJsonObject ofEveryone, ofMember;
    const auto overwrites = channel.value(QLatin1String("permission_overwrites")).toArray();
    for (const auto &value : overwrites) {
        const QJsonObject overwrite = value.toObject();
        if (idOf(overwrite) == everyone) {
            ofEveryone = overwrite;
        } else if (idOf(overwrite) == user) {
            ofMember = overwrite;
        } else if (roles.contains(idOf(overwrite))) {
            deny |= bits(overwrite, "deny");
            allow |= bits(overwrite, "allow");
        }
    }
    permissions = (permissions & ~bits(ofEveryone, "deny")) | bits(ofEveryone, "allow");
    permissions = (permissions & ~deny) | allow;
    permissions = (permissions & ~bits(ofMember, "deny")) | bits(ofMember, "allow");
    return (permissions & viewChannel) != 0 ? permissions : 0;
}

QList<Permission> missingPermissions(quint64 permissions)
{
    QList<Permission> missing;
    for (const auto &permission : wanted) {
        if ((permissions & permission.bit) == 0)
            missing.append({ permission.bit, QLatin1String(permission.name), QLatin1String(permission.without) });
    }
    return missing;
}

QUrl inviteUrl(const QString &application)
{
    return QUrl(QStringLiteral("https://discord.com/oauth2/authorize?client_id=%1&scope=bot%20applications.commands&"
                               "permissions=%2")
                    .arg(application)
                    .arg(wantedPermissions));
}

} // namespace slipway::chat
