// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/spendledger.h"

#include <QJsonArray>

#include <algorithm>

namespace slipway::orchestrator {

namespace {
constexpr qint64 hourMs = 3'600'000;

QDateTime timeOf(const QJsonObject &json, const char *name)
{
    return QDateTime::fromString(json.value(QLatin1String(name)).toString(), Qt::ISODateWithMs);
}
} // namespace

SpendLedger::SpendLedger(Limits limits)
    : m_limits(limits)
{
}

void SpendLedger::turnDay(const QDateTime &now)
{
    const QString day = now.toUTC().date().toString(Qt::ISODate);
    if (std::exchange(m_day, day) == day)
        return;
    m_today = 0;
    m_grantedToday = 0;
}

bool SpendLedger::book(const QString &run, double usd, const QDateTime &now)
{
    turnDay(now);
    const QDateTime hourAgo = now.addMSecs(-hourMs);
    m_lastHour.removeIf([&](const Booking &booking) { return booking.at < hourAgo; });
    if (std::ranges::contains(m_lastHour, run, &Booking::run))
        return false;
    m_today += usd;
    m_lastHour.append({ now, run, usd });
    return true;
}

double SpendLedger::spentInHour(const QDateTime &now) const
{
    const QDateTime hourAgo = now.addMSecs(-hourMs);
    double spent = 0;
    for (const auto &booking : m_lastHour) {
        if (booking.at >= hourAgo && (!m_hourFrom.isValid() || booking.at > m_hourFrom))
            spent += booking.usd;
    }
    return spent;
}

QList<SpendLedger::Overrun> SpendLedger::overruns(const QString &project, double spent, const QDateTime &now) const
{
    QList<Overrun> all;
    const auto look = [&all](Scope scope, double amount, double limit) {
        if (amount >= limit)
            all.append({ scope, amount, limit });
    };
    look(Scope::Project, spent, m_limits.project + m_granted.value(project));
    look(Scope::Day, m_today, m_limits.day + m_grantedToday);
    if (m_limits.hour > 0)
        look(Scope::Hour, spentInHour(now), m_limits.hour);
    return all;
}

void SpendLedger::grant(Scope scope, const QString &project, const QDateTime &now)
{
    turnDay(now);
    switch (scope) {
    case Scope::Project:
        m_granted[project] += m_limits.project;
        break;
    case Scope::Day:
        m_grantedToday += m_limits.day;
        break;
    case Scope::Hour:
        m_hourFrom = now;
        break;
    }
}

QJsonObject SpendLedger::toJson() const
{
    QJsonObject granted;
    for (auto it = m_granted.begin(); it != m_granted.end(); ++it)
        granted.insert(it.key(), it.value());
    QJsonArray bookings;
    for (const auto &booking : m_lastHour) {
        bookings.append(QJsonObject { { QStringLiteral("at"), booking.at.toUTC().toString(Qt::ISODateWithMs) },
                                      { QStringLiteral("run"), booking.run },
                                      { QStringLiteral("usd"), booking.usd } });
    }
    return { { QStringLiteral("day"), m_day },
             { QStringLiteral("usd"), m_today },
             { QStringLiteral("granted"), m_grantedToday },
             { QStringLiteral("projects"), granted },
             { QStringLiteral("last_hour"), bookings },
             { QStringLiteral("hour_from"), m_hourFrom.toUTC().toString(Qt::ISODateWithMs) } };
}

void SpendLedger::read(const QJsonObject &json)
{
    m_day = json.value(QLatin1String("day")).toString();
    m_today = json.value(QLatin1String("usd")).toDouble();
    m_grantedToday = json.value(QLatin1String("granted")).toDouble();
    m_hourFrom = timeOf(json, "hour_from");
    m_granted.clear();
    const auto granted = json.value(QLatin1String("projects")).toObject();
    for (auto it = granted.begin(); it != granted.end(); ++it)
        m_granted.insert(it.key(), it.value().toDouble());
    m_lastHour.clear();
    const auto bookings = json.value(QLatin1String("last_hour")).toArray();
    for (const auto &value : bookings) {
        const auto booking = value.toObject();
        m_lastHour.append({ timeOf(booking, "at"), booking.value(QLatin1String("run")).toString(),
                            booking.value(QLatin1String("usd")).toDouble() });
    }
}

} // namespace slipway::orchestrator
