// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

namespace slipway::agents {

/// Any program as an agent: `command:PROGRAM ARGS`. It gets the prompt on stdin (system prompt first), works in the
/// workspace, and prints text; exit code 0 is success. When an answer in JSON was asked for, the last JSON object of its
/// output (also inside a ```json fence) is that answer. A program that prints Claude Code's event stream is read as such.
class CommandDriver final : public AgentDriver {
public:
    [[nodiscard]] static QString prefix() { return QStringLiteral("command:"); }
    /// Invalid if there is no program behind the prefix. Quotes group words as in a shell; nothing is expanded.
    [[nodiscard]] static Result<std::shared_ptr<const AgentDriver>> fromName(const QString &name);

    CommandDriver(QString name, QStringList command);
    [[nodiscard]] QString name() const override { return m_name; }
    [[nodiscard]] QString title() const override { return m_command.constFirst(); }
    [[nodiscard]] bool isMetered() const override { return true; } // nobody knows what it costs
    [[nodiscard]] Async<AgentAvailability> detect(process::ProcessRunner &runner) const override;
    [[nodiscard]] Result<process::ProcessSpec> command(const AgentRequest &request) const override;
    [[nodiscard]] std::unique_ptr<TranscriptParser> makeParser(const AgentRequest &request) const override;

private:
    QString m_name;
    QStringList m_command;
};

/// The last JSON object in a text, whether bare or inside a code fence; empty if there is none.
[[nodiscard]] QJsonObject lastJsonObject(const QString &text);
/// System prompt, prompt and, if a schema was asked for, how to answer: for CLIs that take one text and no more.
[[nodiscard]] QByteArray wholePrompt(const AgentRequest &request);

} // namespace slipway::agents
