// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace slipway::orchestrator {

/// What was spent and what may be, in US dollars: by project, by day (UTC), and by hour over all projects. The hour is a
/// circuit breaker: agents that spend that fast are stopped long before the day's budget is gone. Value type, any thread.
class SpendLedger final {
public:
    struct Limits {
        double project = 0, day = 0, hour = 0; ///< an hour of 0 is not watched
    };
    enum class Scope { Project, Day, Hour };
    struct Overrun {
        Scope scope = Scope::Project;
        double spent = 0, limit = 0;
    };

    explicit SpendLedger(Limits limits);

    /// A run counts once, however often its result is handled; false if it was booked in the last hour already.
    bool book(const QString &run, double usd, const QDateTime &now);
    /// The budgets that are used up; `spent` is what the project has cost in all.
    [[nodiscard]] QList<Overrun> overruns(const QString &project, double spent, const QDateTime &now) const;
    /// A person grants the same amount again; the hour begins anew.
    void grant(Scope scope, const QString &project, const QDateTime &now);

    [[nodiscard]] QJsonObject toJson() const;
    void read(const QJsonObject &json);

private:
    struct Booking {
        QDateTime at;
        QString run;
        double usd = 0;
    };
    void turnDay(const QDateTime &now);
    [[nodiscard]] double spentInHour(const QDateTime &now) const;

    Limits m_limits;
    QString m_day;
    double m_today = 0, m_grantedToday = 0;
    QHash<QString, double> m_granted; ///< by project, on top of its limit
    QList<Booking> m_lastHour; ///< oldest first
    QDateTime m_hourFrom; ///< what was spent before does not count for the hour
};

} // namespace slipway::orchestrator
