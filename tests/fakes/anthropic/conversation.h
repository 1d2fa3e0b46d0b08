// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace slipway::test {

/// A tool call of the conversation and what came of it.
struct ToolUse {
    QString name;
    QJsonObject input;
    QString result;
    bool isError = false;
    bool isAnswered = false;
};

/// What a request to the Messages API says, as a model sees it: the prompt of the current turn, what was done since, and where.
class Conversation final {
public:
    explicit Conversation(const QJsonObject &request);

    [[nodiscard]] const QString &prompt() const { return m_prompt; } ///< the last one; a session may have had others
    [[nodiscard]] const QList<ToolUse> &uses() const { return m_uses; } ///< since the prompt
    [[nodiscard]] const QString &workspace() const { return m_workspace; }
    [[nodiscard]] bool isFirst() const { return m_uses.isEmpty() && !m_wasAnswered; }
    [[nodiscard]] bool offers(const QString &tool) const { return m_tools.contains(tool); }
    /// The content of the prompt's data block with this label.
    [[nodiscard]] QString data(const QString &label) const;

private:
    void readUser(const QJsonObject &message);
    void readAssistant(const QJsonObject &message);

    QString m_prompt;
    QString m_workspace;
    QStringList m_tools;
    QStringList m_ids; ///< of m_uses
    QList<ToolUse> m_uses;
    bool m_wasAnswered = false;
};

} // namespace slipway::test
