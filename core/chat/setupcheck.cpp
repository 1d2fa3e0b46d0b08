// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/setupcheck.h"

#include "core/chat/permissions.h"

namespace slipway::chat {

namespace {

using State = SetupFinding::State;
using Findings = QList<SetupFinding>;

constexpr int messageContent = 1 << 18, messageContentLimited = 1 << 19;

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

SetupFinding failed(const QString &name, const Error &error)
{
    return { name, State::Missing, error.message, error.hint };
}

Async<QJsonObject> ask(std::shared_ptr<DiscordApi> api, QString path)
{
    ApiCall call;
    call.path = std::move(path);
    co_return co_await api->send(call);
}

SetupFinding intentsOf(const QJsonObject &application)
{
    const QString name = QStringLiteral("discord intents");
    if ((application.value(QLatin1String("flags")).toInt() & (messageContent | messageContentLimited)) != 0)
        return { name, State::Ok, QStringLiteral("Message Content is on"), {} };
    return { name, State::Warning, QStringLiteral("Message Content is off: only slash commands and mentions are read"),
             QStringLiteral(
                 "Switch it on in the developer portal: Bot, Privileged Gateway Intents, Message Content Intent") };
}

SetupFinding peopleOf(const AccessRules &rules)
{
    const QString name = QStringLiteral("discord people");
    if (rules.users.isEmpty() && rules.roles.isEmpty())
        return { name, State::Missing, QStringLiteral("Nobody may give commands"),
                 QStringLiteral("Set SLIPWAY_DISCORD_USERS (or SLIPWAY_DISCORD_ROLES) to ids: in Discord, Settings, "
                                "Advanced, Developer Mode; then right-click a name and copy its id") };
    return {
        name,
        State::Ok,
        QStringLiteral("%1 user(s) and %2 role(s) may give commands").arg(rules.users.size()).arg(rules.roles.size()),
        {}
    };
}

/// Each permission that is not there, in a sentence of its own.
QCoro::Task<Findings> permissionsIn(std::shared_ptr<DiscordApi> api, QJsonObject channel, QString bot, QUrl invite)
{
    const QString name = QStringLiteral("discord rights");
    const QString guildId = text(channel, "guild_id");
    const auto guild = co_await ask(api, QStringLiteral("guilds/%1").arg(guildId));
    if (!guild)
        co_return Findings { failed(name, guild.error()) };
    const auto member = co_await ask(api, QStringLiteral("guilds/%1/members/%2").arg(guildId, bot));
    if (!member)
        co_return Findings { failed(name, member.error()) };
    const QStringList roles = member->value(QLatin1String("roles")).toVariant().toStringList();
    const auto missing = missingPermissions(effectivePermissions(*guild, channel, bot, roles));
    Findings findings;
    for (const Permission &permission : missing)
        findings.append({ name, State::Missing,
                          QStringLiteral("%1 is missing: %2").arg(permission.name, permission.without),
                          QStringLiteral("Invite the bot again with %1, or allow it in the channel's settings")
                              .arg(invite.toString(QUrl::FullyEncoded)) });
    if (findings.isEmpty())
        findings.append(
            { name, State::Ok, QStringLiteral("all that are needed, in %1").arg(text(*guild, "name")), {} });
    co_return findings;
}

QCoro::Task<Findings> channelIn(std::shared_ptr<DiscordApi> api, AccessRules rules, QString bot, QUrl invite)
{
    const QString name = QStringLiteral("discord channel");
    if (rules.channel.isEmpty())
        co_return Findings { { name, State::Missing, QStringLiteral("No channel is set: nothing is told"),
                               QStringLiteral("Set SLIPWAY_DISCORD_CHANNEL to the id of a text channel (right-click "
                                              "it with Developer Mode on)") } };
    const auto channel = co_await ask(api, QStringLiteral("channels/%1").arg(rules.channel));
    if (!channel) {
        SetupFinding finding = failed(name, channel.error());
        if (channel.error().code == ErrorCode::Denied)
            finding.advice = QStringLiteral("Invite the bot with %1, and let it see the channel")
                                 .arg(invite.toString(QUrl::FullyEncoded));
        co_return Findings { finding };
    }
    const int type = channel->value(QLatin1String("type")).toInt();
    if (type != 0 && type != 5) // a text or an announcement channel
        co_return Findings { { name, State::Missing, QStringLiteral("That channel is not for text"),
                               QStringLiteral("Set SLIPWAY_DISCORD_CHANNEL to a text channel") } };
    if (!rules.guild.isEmpty() && text(*channel, "guild_id") != rules.guild)
        co_return Findings { { name, State::Missing, QStringLiteral("The channel belongs to another server"),
                               QStringLiteral("Set SLIPWAY_DISCORD_GUILD to %1, or choose another channel")
                                   .arg(text(*channel, "guild_id")) } };
    Findings findings { { name, State::Ok, QLatin1Char('#') + text(*channel, "name"), {} } };
    findings += co_await permissionsIn(api, *channel, bot, invite);
    co_return findings;
}

} // namespace

QCoro::Task<QList<SetupFinding>> checkSetup(std::shared_ptr<DiscordApi> api, AccessRules rules)
{
    const QString name = QStringLiteral("discord bot");
    const auto application = co_await ask(api, QStringLiteral("applications/@me"));
    if (!application)
        co_return Findings { failed(name, application.error()) };
    const auto user = co_await ask(api, QStringLiteral("users/@me"));
    if (!user)
        co_return Findings { failed(name, user.error()) };
    const QUrl invite = inviteUrl(text(*application, "id"));
    Findings findings {
        { name,
          State::Ok,
          QStringLiteral("%1; invite it with %2").arg(text(*user, "username"), invite.toString(QUrl::FullyEncoded)),
          {} }
    };
    findings.append(intentsOf(*application));
    findings += co_await channelIn(api, rules, text(*user, "id"), invite);
    findings.append(peopleOf(rules));
    co_return findings;
}

} // namespace slipway::chat
