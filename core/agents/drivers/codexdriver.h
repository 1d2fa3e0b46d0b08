// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

namespace slipway::agents {

/// Codex (`codex exec --json`, prompt on stdin). Its own sandbox is off: it would forbid what ours allows, and cannot run
/// inside it. A new thread every run. Answers in JSON are asked for in words: its schema option takes strict schemas only.
/// Request keys in `extra`: model, effort.
class CodexDriver final : public AgentDriver {
public:
    explicit CodexDriver(QString stateFolder = {});
    [[nodiscard]] QString name() const override { return QStringLiteral("codex"); }
    [[nodiscard]] QString title() const override { return QStringLiteral("Codex"); }
    [[nodiscard]] bool isMetered() const override { return true; }
    [[nodiscard]] Async<AgentAvailability> detect(process::ProcessRunner &runner) const override;
    [[nodiscard]] Result<process::ProcessSpec> command(const AgentRequest &request) const override;
    [[nodiscard]] std::unique_ptr<TranscriptParser> makeParser(const AgentRequest &request) const override;
    void finished(const AgentRequest &request) const override;

private:
    QString m_stateFolder;
};

} // namespace slipway::agents
