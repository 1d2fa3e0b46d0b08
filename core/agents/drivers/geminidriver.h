// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

namespace slipway::agents {

/// Gemini CLI (`gemini -o stream-json`, prompt on stdin), with a HOME of its own below the state folder. A new session every
/// run; answers in JSON are asked for in words. Request keys in `extra`: model.
class GeminiDriver final : public AgentDriver {
public:
    explicit GeminiDriver(QString stateFolder = {});
    [[nodiscard]] QString name() const override { return QStringLiteral("gemini"); }
    [[nodiscard]] QString title() const override { return QStringLiteral("Gemini CLI"); }
    [[nodiscard]] bool isMetered() const override { return true; }
    [[nodiscard]] Async<AgentAvailability> detect(process::ProcessRunner &runner) const override;
    [[nodiscard]] Result<process::ProcessSpec> command(const AgentRequest &request) const override;
    [[nodiscard]] std::unique_ptr<TranscriptParser> makeParser(const AgentRequest &request) const override;

private:
    QString m_stateFolder;
};

} // namespace slipway::agents
