// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notifications/digest.h"

namespace slipway::notifications {

namespace {
constexpr qsizetype mostKept = 200;
constexpr std::chrono::milliseconds whileQuiet { 60'000 };
} // namespace

Digest::Digest(Rules rules, QObject *parent, LocalTime now)
    : QObject(parent)
    , m_rules(std::move(rules))
    , m_now(std::move(now))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Digest::tell);
}

void Digest::take(const Notice &notice)
{
    const NoticeRules rules = m_rules();
    switch (rules.deliveryOf(notice.kind, m_now())) {
    case NoticeRules::Delivery::Never:
        return;
    case NoticeRules::Delivery::Now:
        Q_EMIT due(notice, false);
        return;
    case NoticeRules::Delivery::Silently:
        Q_EMIT due(notice, true);
        return;
    case NoticeRules::Delivery::Gathered:
        break;
    }
    if (m_waiting.size() >= mostKept) // the newest count
        m_waiting.removeFirst();
    m_waiting.append(notice);
    if (!m_timer.isActive())
        m_timer.start(rules.gatherFor);
}

void Digest::tell()
{
    if (m_rules().isQuiet(m_now())) { // they end at some time, also when the rules or the clock change
        m_timer.start(std::min(whileQuiet, std::max(m_rules().gatherFor, std::chrono::milliseconds(1))));
        return;
    }
    if (!m_waiting.isEmpty())
        Q_EMIT gathered(std::exchange(m_waiting, {}));
}

} // namespace slipway::notifications
