// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

namespace slipway::agents {

/// Any program that speaks the Agent Client Protocol on stdin and stdout: `acp:PROGRAM ARGS`, as `acp:gemini
/// --experimental-acp` or `acp:opencode acp`. It runs in the sandbox with a home of its own, which lasts (logins and sessions
/// are in it); the person's home is not there. Of the keys in the environment it gets those of its own service, if it is known.
class AcpDriver final : public AgentDriver {
public:
    [[nodiscard]] static QString prefix() { return QStringLiteral("acp:"); }
    /// Invalid if there is no program behind the prefix. Quotes group words as in a shell; nothing is expanded.
    [[nodiscard]] static Result<std::shared_ptr<const AgentDriver>> fromName(const QString &name,
                                                                             const QString &stateFolder);

    AcpDriver(QString name, QStringList command, QString stateFolder);
    [[nodiscard]] QString name() const override { return m_name; }
    [[nodiscard]] QString title() const override;
    [[nodiscard]] bool isMetered() const override { return true; } // nobody knows what it costs
    [[nodiscard]] bool talks() const override { return true; }
    /// Starts it and lets it introduce itself (`initialize`), without a session or a model call.
    [[nodiscard]] Async<AgentAvailability> detect(process::ProcessRunner &runner) const override;
    [[nodiscard]] Result<process::ProcessSpec> command(const AgentRequest &request) const override;
    [[nodiscard]] std::unique_ptr<TranscriptParser> makeParser(const AgentRequest &request) const override;

private:
    /// The home of this program's runs, made if it is not there.
    [[nodiscard]] Result<QString> home() const;
    [[nodiscard]] QString signInHint() const;

    QString m_name;
    QStringList m_command;
    QString m_stateFolder;
};

} // namespace slipway::agents
