// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>
#include <QString>

Q_DECLARE_LOGGING_CATEGORY(lcBase)

namespace slipway::base {

/// Sends Qt's log to `<folder>/slipway_YYYYMMDD.log` (redacted), and warnings to stderr too when `toStderr`.
/// Call once in main(). Any thread may log after that.
void installLogging(const QString &folder, bool toStderr);

} // namespace slipway::base
