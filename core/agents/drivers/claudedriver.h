// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

namespace slipway::agents {

/// Claude Code (`claude -p`, event stream on stdout, prompt on stdin). It may do anything inside Slipway's sandbox, which
/// is what limits it; its own permission prompts would only hang a run. Request keys in `extra`: model, effort.
class ClaudeDriver final : public AgentDriver {
public:
    /// `path` empty: `claude` in PATH. `stateFolder`: see claudehome.h.
    explicit ClaudeDriver(QString path = {}, QString stateFolder = {});
    [[nodiscard]] QString name() const override { return QStringLiteral("claude"); }
    [[nodiscard]] QString title() const override { return QStringLiteral("Claude Code"); }
    [[nodiscard]] bool isMetered() const override { return true; }
    [[nodiscard]] QString logName() const override { return QStringLiteral("claude_code"); }
    [[nodiscard]] Async<AgentAvailability> detect(process::ProcessRunner &runner) const override;
    [[nodiscard]] Result<process::ProcessSpec> command(const AgentRequest &request) const override;
    [[nodiscard]] std::unique_ptr<TranscriptParser> makeParser(const AgentRequest &request) const override;
    void finished(const AgentRequest &request) const override;

    /// Parser of Claude Code's stream-json, for every program that prints it.
    [[nodiscard]] static std::unique_ptr<TranscriptParser> makeStreamParser(const AgentRequest &request);

private:
    [[nodiscard]] QString program() const;
    QString m_path;
    QString m_stateFolder;
};

} // namespace slipway::agents
