// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/bootstrap/home.h"

#include "core/chat/discordface.h"
#include "core/chat/setupcheck.h"

namespace slipway::app {

/// The Discord settings of a home, with the token that was found for it.
[[nodiscard]] chat::DiscordSettings discordSettings(const Home &home, const QString &token);

/// What doctor has to say about the Discord link; sends no message.
[[nodiscard]] QCoro::Task<QList<chat::SetupFinding>> examineDiscord(Home home);

} // namespace slipway::app
