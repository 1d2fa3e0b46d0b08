// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/chataccess.h"

namespace slipway::chat {

ChatAccess::Verdict ChatAccess::check(const ChatOrigin &origin) const
{
    const bool isListed = !origin.user.isEmpty() && m_rules.users.contains(origin.user);
    if (origin.guild.isEmpty())
        return m_rules.directMessages && isListed ? Verdict::Allowed : Verdict::Elsewhere;
    if (m_rules.guild.isEmpty() && m_rules.channel.isEmpty())
        return Verdict::Elsewhere;
    if (!m_rules.guild.isEmpty() && origin.guild != m_rules.guild)
        return Verdict::Elsewhere;
    if (!m_rules.channel.isEmpty() && origin.channel != m_rules.channel && !m_threads.contains(origin.channel))
        return Verdict::Elsewhere;
    const bool hasRole = std::ranges::any_of(
        origin.roles, [this](const QString &role) { return !role.isEmpty() && m_rules.roles.contains(role); });
    return isListed || hasRole ? Verdict::Allowed : Verdict::Stranger;
}

bool ChatAccess::refusesNow(const QString &user)
{
    if (m_refused.size() >= 1000 || m_refused.contains(user))
        return false;
    m_refused.insert(user);
    return true;
}

} // namespace slipway::chat
