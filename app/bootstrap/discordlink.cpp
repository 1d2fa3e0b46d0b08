// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/discordlink.h"

#include "app/bootstrap/secrets.h"

namespace slipway::app {

using settings::Key;

chat::DiscordSettings discordSettings(const Home &home, const QString &token)
{
    chat::DiscordSettings settings;
    settings.apiUrl = QUrl(home.settings.string(Key::DiscordApiUrl));
    settings.token = token;
    settings.gateFile = home.paths.state + QStringLiteral("/discord.json");
    settings.threadFile = home.paths.state + QStringLiteral("/discord-threads.json");
    settings.access.users = home.settings.list(Key::DiscordUsers);
    settings.access.roles = home.settings.list(Key::DiscordRoles);
    settings.access.guild = home.settings.string(Key::DiscordGuild);
    settings.access.channel = home.settings.string(Key::DiscordChannel);
    settings.access.directMessages = home.settings.boolean(Key::DiscordDirectMessages);
    return settings;
}

QCoro::Task<QList<chat::SetupFinding>> examineDiscord(Home home)
{
    const QString token = co_await readSecret(home, Key::DiscordToken);
    if (token.isEmpty()) {
        QList<chat::SetupFinding> off;
        off.append({ QStringLiteral("discord"), chat::SetupFinding::State::Ok, QStringLiteral("off: no bot's token"),
                     QStringLiteral("To command Slipway from Discord make a bot at discord.com/developers and run "
                                    "`slipway login discord`") });
        co_return off;
    }
    const auto settings = discordSettings(home, token);
    chat::ApiPace pace;
    pace.attempts = 2; // a person waits for the answer
    const auto api = std::make_shared<chat::DiscordApi>(settings.apiUrl, token, pace);
    const auto findings = co_await chat::checkSetup(api, settings.access);
    api->stop();
    co_return QList<chat::SetupFinding>(findings);
}

} // namespace slipway::app
