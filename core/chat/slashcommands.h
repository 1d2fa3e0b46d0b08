// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/interaction.h"
#include "core/domain/snapshot.h"

#include <QJsonArray>

namespace slipway::chat {

/// The slash commands as Discord wants them registered. Pure, as all of these.
[[nodiscard]] QJsonArray slashCommands();
/// Whether Discord's list says the same: it adds ids and defaults, and only so many may be made a day.
[[nodiscard]] bool areRegistered(const QJsonArray &wanted, const QJsonArray &found);
/// What somebody chose, in the words of the one grammar.
[[nodiscard]] QStringList wordsOf(const Interaction &command);
/// What the option that is being typed may become: projects, tasks, decisions. At most 25.
[[nodiscard]] QJsonArray completionsFor(const Interaction &command, const domain::Snapshot &snapshot);

} // namespace slipway::chat
