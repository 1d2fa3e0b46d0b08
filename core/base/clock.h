// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

namespace slipway::base {

/// The time, so that tests can turn it. Any thread.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual QDateTime now() const = 0; ///< UTC
    [[nodiscard]] qint64 nowMs() const { return now().toMSecsSinceEpoch(); }
};

/// The machine's clock.
class SystemClock final : public Clock {
public:
    [[nodiscard]] QDateTime now() const override { return QDateTime::currentDateTimeUtc(); }
};

/// ISO 8601 in UTC with seconds and `Z`, as in every JSON of ours.
[[nodiscard]] inline QString isoTime(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODate);
}

} // namespace slipway::base
