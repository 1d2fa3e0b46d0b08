// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/chataccess.h"
#include "core/chat/discordapi.h"

#include <QList>

namespace slipway::chat {

/// One thing that the Discord link needs, and whether it is there.
struct SetupFinding {
    enum class State { Ok, Warning, Missing };
    QString name; ///< `discord bot`, `discord channel` …
    State state = State::Ok;
    QString found;
    QString advice; ///< what to do, empty if nothing
};

/// Asks Discord for everything that the link needs: token, intents, server, channel, each permission; with the address that
/// invites the bot. Sends no message and opens no gateway session.
[[nodiscard]] QCoro::Task<QList<SetupFinding>> checkSetup(std::shared_ptr<DiscordApi> api, AccessRules rules);

} // namespace slipway::chat
