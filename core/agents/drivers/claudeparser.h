// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

#include <QHash>
#include <QSet>

namespace slipway::agents {

/// Reads Claude Code's `stream-json` (2.1 and the older 1.x texts) and streams modelled on it (Qwen Code). Tolerant:
/// unknown events, lines that are not JSON and missing fields are passed over.
class ClaudeParser final : public TranscriptParser {
public:
    explicit ClaudeParser(const AgentRequest &request);
    [[nodiscard]] QList<TranscriptEvent> line(const QByteArray &line) override;
    [[nodiscard]] AgentResult finish(const process::ProcessOutcome &outcome) override;

private:
    [[nodiscard]] QList<TranscriptEvent> system(const QJsonObject &event);
    [[nodiscard]] QList<TranscriptEvent> assistant(const QJsonObject &event);
    [[nodiscard]] QList<TranscriptEvent> user(const QJsonObject &event);
    [[nodiscard]] QList<TranscriptEvent> rateLimit(const QJsonObject &event);
    [[nodiscard]] QList<TranscriptEvent> finished(const QJsonObject &event);
    void countMessage(const QJsonObject &message);
    void countResult(const QJsonObject &event);
    void classify(AgentResult &result) const;

    QString m_workspace;
    QString m_session;
    bool m_isSubscription = false;
    QHash<QString, QString> m_toolNames; ///< by id
    QSet<QString> m_messages; ///< ids seen: blocks of one message repeat its usage
    domain::Usage m_live; ///< counted while it runs
    domain::Usage m_total; ///< from result events
    QJsonObject m_result; ///< the last `result` event
    QString m_errorCode; ///< of the last assistant event that was an API error
    QString m_errorText;
    bool m_isLimitReached = false;
    QDateTime m_resetsAt;
    int m_events = 0;
};

} // namespace slipway::agents
