// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

#include <QSet>

namespace slipway::agents {

/// Reads `codex exec --json`. Only `turn.completed` with exit code 0 is a success; `error` events alone are retries.
class CodexParser final : public TranscriptParser {
public:
    explicit CodexParser(const AgentRequest &request);
    [[nodiscard]] QList<TranscriptEvent> line(const QByteArray &line) override;
    [[nodiscard]] AgentResult finish(const process::ProcessOutcome &outcome) override;

private:
    [[nodiscard]] QList<TranscriptEvent> item(const QJsonObject &item, bool isEnd);
    [[nodiscard]] TranscriptEvent toolCall(const QJsonObject &item) const;
    [[nodiscard]] TranscriptEvent toolResult(const QJsonObject &item) const;

    QString m_workspace;
    bool m_wantsJson;
    AgentResult m_result; ///< session, text and usage as they come
    QSet<QString> m_open; ///< items whose start was told
    bool m_isCompleted = false;
    QString m_failure; ///< of turn.failed
    QString m_lastError;
    int m_events = 0;
};

} // namespace slipway::agents
