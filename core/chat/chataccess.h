// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>

namespace slipway::chat {

/// Who may command from where. Without users and roles nobody may; without guild and channel it may be done nowhere.
struct AccessRules {
    QStringList users, roles;
    QString guild, channel;
    bool directMessages = false; ///< of the users; roles are not known there
};

/// Who asks, and where.
struct ChatOrigin {
    QString user, guild, channel;
    QStringList roles;
};

/// Decides about each command and each click. Value semantics, one thread.
class ChatAccess final {
public:
    enum class Verdict {
        Allowed,
        Stranger, ///< the right place, the wrong person
        Elsewhere, ///< another server or channel, or a direct message: none of our business
    };

    explicit ChatAccess(AccessRules rules)
        : m_rules(std::move(rules))
    {
    }
    [[nodiscard]] Verdict check(const ChatOrigin &origin) const;
    /// A thread belongs to its parent channel. Threads of other channels are none of our business.
    void noteThread(const QString &thread, const QString &parent)
    {
        if (!parent.isEmpty() && parent == m_rules.channel)
            m_threads.insert(thread);
    }
    /// True once for each stranger: a refusal is polite, several are noise.
    [[nodiscard]] bool refusesNow(const QString &user);
    [[nodiscard]] const AccessRules &rules() const { return m_rules; }

private:
    AccessRules m_rules;
    QSet<QString> m_threads; ///< of the channel
    QSet<QString> m_refused;
};

} // namespace slipway::chat
