// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/snapshot.h"

#include <QVariantHash>

namespace slipway::dashboard {

/// Turns the snapshot into what the pages show: words instead of codes, ages instead of times, bars instead of numbers.
/// Pure functions over values, any thread.

/// What index and its live part show.
[[nodiscard]] QVariantHash presentOverview(const domain::Snapshot &snapshot, bool connected, const QDateTime &now);
/// What a project's page shows; an empty hash if there is no such project.
[[nodiscard]] QVariantHash presentProject(const domain::Snapshot &snapshot, const QString &name, bool connected,
                                          const QDateTime &now);

/// `just now`, `4 min`, `3 h`, `2 days`; empty for an invalid time.
[[nodiscard]] QString age(const QDateTime &time, const QDateTime &now);
/// The URL if a browser may safely follow it (http, https), else empty.
[[nodiscard]] QString safeHref(const QString &url);
/// `1.2 M`, `34 k`, `512`.
[[nodiscard]] QString shortNumber(qint64 number);

} // namespace slipway::dashboard
