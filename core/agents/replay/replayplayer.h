// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/recipe.h"
#include "core/agents/transcript.h"

#include <QByteArray>

#include <functional>

namespace slipway::agents {

/// Plays one scene of a recipe into a workspace: the replay agent's inside. Plain blocking code without an event loop;
/// it runs in a process of its own (`slipway internal-replay`), so that stopping it is the same as stopping any agent.
/// Nothing is ever written outside the workspace.
class ReplayPlayer final {
public:
    using LineWriter = std::function<void(const QByteArray &)>;
    /// `writer` receives one transcript line (JSON, without newline) at a time; empty: stdout.
    explicit ReplayPlayer(LineWriter writer = {});

    /// Plays the scene that answers `requestJson` (keys: recipe, purpose, subject, round, attempt, pace, workspace,
    /// acceptance) and ends with a line of kind `finished`. Exit code: 0 played, 1 failed, 2 not a request.
    [[nodiscard]] int runReplay(const QByteArray &requestJson);

private:
    void emitEvent(TranscriptEvent event);
    int endWith(const Error &error);
    [[nodiscard]] Result<> play(const QJsonObject &step);
    [[nodiscard]] Result<> write(const QString &folder);
    [[nodiscard]] Result<> remove(const QStringList &paths);
    [[nodiscard]] Result<> runCommand(const QStringList &command);
    void wait(double milliseconds) const;
    [[nodiscard]] Result<QString> answerOf(const QJsonObject &scene) const;
    [[nodiscard]] Result<QJsonObject> structuredOf(const QJsonObject &scene) const;

    LineWriter m_writer;
    Recipe m_recipe;
    QString m_workspace;
    QJsonObject m_request;
    double m_pace = 1;
    int m_toolCount = 0;
};

/// The whole of `slipway internal-replay`: reads the request from stdin, plays it, gives the exit code.
[[nodiscard]] int replayMain();

} // namespace slipway::agents
