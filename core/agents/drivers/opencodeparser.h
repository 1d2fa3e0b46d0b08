// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

namespace slipway::agents {

/// Reads `opencode run --format json`. It has no final event: a run is complete when its last step ended with `stop` and the
/// exit code is 0.
class OpenCodeParser final : public TranscriptParser {
public:
    explicit OpenCodeParser(const AgentRequest &request);
    [[nodiscard]] QList<TranscriptEvent> line(const QByteArray &line) override;
    [[nodiscard]] AgentResult finish(const process::ProcessOutcome &outcome) override;

private:
    [[nodiscard]] QList<TranscriptEvent> tool(const QJsonObject &part, const QDateTime &time) const;
    [[nodiscard]] QList<TranscriptEvent> step(const QJsonObject &part, const QDateTime &time);
    [[nodiscard]] domain::FailureClass classOfError() const;

    QString m_workspace;
    bool m_wantsJson;
    AgentResult m_result;
    QString m_lastReason;
    QJsonObject m_error; ///< of the `error` event
    int m_events = 0;
};

} // namespace slipway::agents
