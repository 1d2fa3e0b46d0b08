// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/commanddesk.h"
#include "core/chat/interaction.h"

namespace slipway::chat {

/// Slash commands: registers them where they differ, answers what is typed half with completions, and hands what is sent to
/// the CommandDesk, deferred at once so that no answer comes too late. Lives in the thread of the store.
class SlashDesk final {
public:
    SlashDesk(control::StateStore &store, DiscordApi &api, CommandDesk &desk, base::TaskScope &scope);

    /// Once a process, unless Discord could not be reached: it allows few registrations a day.
    [[nodiscard]] Async<> registerCommands(QString application, QString guild);
    /// A command or a completion of somebody who may command; `project` is meant where none is named.
    void take(const Interaction &interaction, const QString &project);

private:
    [[nodiscard]] Async<> replaceCommands(QString path);
    [[nodiscard]] QCoro::Task<> carryOut(Interaction interaction, QString project);
    [[nodiscard]] QCoro::Task<> complete(Interaction interaction);

    control::StateStore &m_store;
    DiscordApi &m_api;
    CommandDesk &m_desk;
    base::TaskScope &m_scope;
    bool m_isRegistered = false;
};

} // namespace slipway::chat
