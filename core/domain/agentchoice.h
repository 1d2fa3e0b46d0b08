// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

namespace slipway::domain {

/// An agent's name for a line of text: what runs a whole script is cut. Any thread.
[[nodiscard]] QString shortAgentName(const QString &name);

/// Which agent works in which role: one for all, and those that single roles have of their own. Names as in `agent.default`
/// and `agent.roles.*`. Value type, any thread.
struct AgentChoice {
    QString general; ///< empty: the first that is found
    QMap<QString, QString> byRole;

    [[nodiscard]] QString of(const QString &role) const; ///< role: `pm`, `backend`, `qa`, …
    [[nodiscard]] QStringList all() const; ///< each once, the general one first
    [[nodiscard]] QString text() const; ///< for people: `claude, qa: codex`
    bool operator==(const AgentChoice &) const = default;
};

/// Adds `agent`, and `agents_by_role` if there are any.
void write(const AgentChoice &choice, QJsonObject *json);
[[nodiscard]] AgentChoice agentChoiceFromJson(const QJsonObject &json);

} // namespace slipway::domain
