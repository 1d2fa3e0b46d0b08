// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>

#include <deque>

namespace slipway::chat {

/// The last ids that were seen, so that what arrives twice is handled once. Value semantics.
class HandledIds final {
public:
    explicit HandledIds(std::size_t kept = 2000)
        : m_kept(kept)
    {
    }
    [[nodiscard]] bool knows(const QString &id) const { return m_known.contains(id); }
    /// True the first time.
    [[nodiscard]] bool isNew(const QString &id)
    {
        if (id.isEmpty() || m_known.contains(id))
            return false;
        m_known.insert(id);
        m_order.push_back(id);
        if (m_order.size() > m_kept) {
            m_known.remove(m_order.front());
            m_order.pop_front();
        }
        return true;
    }

private:
    std::size_t m_kept;
    QSet<QString> m_known;
    std::deque<QString> m_order;
};

} // namespace slipway::chat
