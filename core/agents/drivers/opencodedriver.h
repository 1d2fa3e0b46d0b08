// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

namespace slipway::agents {

/// OpenCode (`opencode run --format json`, prompt on stdin), with data and configuration folders of its own below the state
/// folder. A new session every run; answers in JSON are asked for in words. Request keys in `extra`: model (provider/model).
class OpenCodeDriver final : public AgentDriver {
public:
    explicit OpenCodeDriver(QString stateFolder = {});
    [[nodiscard]] QString name() const override { return QStringLiteral("opencode"); }
    [[nodiscard]] QString title() const override { return QStringLiteral("OpenCode"); }
    [[nodiscard]] bool isMetered() const override { return true; }
    /// It prints nothing while a tool runs, so each silence may be a tool call.
    [[nodiscard]] std::optional<std::chrono::milliseconds> idleLimit(const AgentRequest &request) const override;
    [[nodiscard]] Async<AgentAvailability> detect(process::ProcessRunner &runner) const override;
    [[nodiscard]] Result<process::ProcessSpec> command(const AgentRequest &request) const override;
    [[nodiscard]] std::unique_ptr<TranscriptParser> makeParser(const AgentRequest &request) const override;

private:
    QString m_stateFolder;
};

} // namespace slipway::agents
