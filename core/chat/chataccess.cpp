// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/chataccess.h"

namespace slipway::chat {

ChatAccess::Verdict ChatAccess::check(const QString &user, const QString &guild, const QString &channel) const
{
    if (guild.isEmpty() || (!m_rules.guild.isEmpty() && guild != m_rules.guild))
        return Verdict::Elsewhere;
    if (!m_rules.channel.isEmpty() && channel != m_rules.channel && m_parents.value(channel) != m_rules.channel)
        return Verdict::Elsewhere;
    return !user.isEmpty() && m_rules.users.contains(user) ? Verdict::Allowed : Verdict::Stranger;
}

bool ChatAccess::refusesNow(const QString &user)
{
    if (m_refused.size() >= 1000 || m_refused.contains(user))
        return false;
    m_refused.insert(user);
    return true;
}

} // namespace slipway::chat
