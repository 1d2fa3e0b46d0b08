// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/discordface.h"
#include "tests/fakes/discord/fakediscord.h"
#include "tests/support/asynctest.h"

#include <QTemporaryDir>

namespace slipway::test {

/// The Discord face between a stand-in of Discord and an engine that answers by rote and remembers what it was asked.
struct FaceFixture {
    static constexpr std::chrono::milliseconds progressGap { 150 };

    explicit FaceFixture(chat::AccessRules rules = defaultRules(), FakeDiscordOptions options = {},
                         std::chrono::milliseconds longestAbsence = std::chrono::minutes(15), bool starts = true);
    ~FaceFixture();

    /// Alice, in the one channel.
    [[nodiscard]] static chat::AccessRules defaultRules();
    [[nodiscard]] static domain::Snapshot snapshot();
    /// Waits until everything that was said before has been handled.
    void settle();
    void changeProject(const domain::ProjectView &view);
    void notice(const QString &kind, const QString &title, const QString &text);
    /// Alice has said to begin a project, and its requirements are being written.
    domain::ProjectView beginNew();
    /// The gateway knows no session any more: what is said until the next one is in the history only.
    void loseSession();
    void openGate(const QString &kind); ///< g1, "Approve the plan?"
    void closeGate();
    /// The face goes and comes again, as with a new process; `change` may alter its settings.
    void restart(const std::function<void(chat::DiscordSettings &)> &change = {});

    FakeDiscord discord;
    control::StateStore store;
    QList<control::Command> commands;
    notifications::NoticeRules rules;
    std::optional<Error> refusal; ///< of the next command
    std::chrono::milliseconds answersAfter { 0 };
    std::unique_ptr<chat::DiscordFace> face;

private:
    [[nodiscard]] static Async<QJsonObject> execute(FaceFixture *self, control::Command command, std::stop_token stop);
    [[nodiscard]] static Async<QJsonObject> query(QString name, QJsonObject arguments);
    void makeFace();
    chat::DiscordSettings m_settings;
    QTemporaryDir m_folder;
};

} // namespace slipway::test
