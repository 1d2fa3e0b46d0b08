// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

namespace slipway::agents {

/// Plays recordings: starts this executable as `slipway internal-replay`. Costs nothing, asks no model, needs no network,
/// and says so. Request keys in `extra`: recipe (name), pace, attempt, acceptance.
class ReplayDriver final : public AgentDriver {
public:
    explicit ReplayDriver(QString selfPath);
    [[nodiscard]] QString name() const override { return QStringLiteral("replay"); }
    [[nodiscard]] QString title() const override { return QStringLiteral("Recording"); }
    [[nodiscard]] bool isMetered() const override { return false; }
    [[nodiscard]] bool isRecording() const override { return true; }
    [[nodiscard]] std::optional<std::chrono::milliseconds> idleLimit(const AgentRequest &request) const override;
    [[nodiscard]] Async<AgentAvailability> detect(process::ProcessRunner &runner) const override;
    [[nodiscard]] Result<process::ProcessSpec> command(const AgentRequest &request) const override;
    [[nodiscard]] std::unique_ptr<TranscriptParser> makeParser(const AgentRequest &request) const override;

private:
    QString m_selfPath;
};

} // namespace slipway::agents
