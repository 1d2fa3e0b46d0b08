// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

#include <QMap>

namespace slipway::agents {

/// Reads the `session/update` notifications of one ACP session: turns them into events and collects the answer. Message chunks
/// are a few characters each; they become events by the line.
class AcpUpdates final {
public:
    explicit AcpUpdates(QString workspace);

    [[nodiscard]] QList<TranscriptEvent> update(const QJsonObject &update);
    /// What was not a whole line yet, at the end of a turn.
    [[nodiscard]] QList<TranscriptEvent> flush();
    /// A new turn begins: the answer is collected anew.
    void startTurn();

    /// The text after the last tool call, or all of the turn if there is none after it.
    [[nodiscard]] QString answer() const;
    /// All that is known of a tool call, with what `call` says last.
    [[nodiscard]] QJsonObject known(const QJsonObject &call);
    [[nodiscard]] const domain::Usage &usage() const { return m_usage; }
    /// The figures of a `usage` object of a prompt's answer; not every agent gives them.
    void addUsage(const QJsonObject &usage);

private:
    [[nodiscard]] QList<TranscriptEvent> chunk(const QJsonObject &update, bool isThought);
    [[nodiscard]] QList<TranscriptEvent> toolCall(const QJsonObject &update);
    [[nodiscard]] TranscriptEvent usageEvent() const;

    QString m_workspace;
    QString m_line; ///< the last, unfinished line of the message
    QString m_thought;
    QString m_all, m_last; ///< of the turn; since its last tool call
    QMap<QString, QJsonObject> m_calls;
    domain::Usage m_usage;
};

} // namespace slipway::agents
