// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

#include <QHash>

namespace slipway::agents {

/// Reads `gemini -o stream-json`: pieces of text are joined, and only a `result` of status success with exit code 0 counts.
class GeminiParser final : public TranscriptParser {
public:
    explicit GeminiParser(const AgentRequest &request);
    [[nodiscard]] QList<TranscriptEvent> line(const QByteArray &line) override;
    [[nodiscard]] AgentResult finish(const process::ProcessOutcome &outcome) override;

private:
    [[nodiscard]] QList<TranscriptEvent> message(const QJsonObject &event);
    [[nodiscard]] QList<TranscriptEvent> flush();

    QString m_workspace;
    bool m_wantsJson;
    AgentResult m_result;
    QString m_piece; ///< text since the last tool call
    QHash<QString, QString> m_toolNames;
    QJsonObject m_end; ///< the `result` event
    int m_events = 0;
};

} // namespace slipway::agents
