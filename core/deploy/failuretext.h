// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace slipway::deploy {

/// What a person can do, read from an app's last log lines (missing module, read-only folder, port in use, no memory …);
/// `otherwise` if nothing is known. Any thread.
[[nodiscard]] QString hintForLog(const QString &log, const QString &otherwise);

/// The few lines of a log that say why (the last error and what stands around it), at most `count`.
[[nodiscard]] QStringList decisiveLines(const QString &log, int count = 3);

/// One line for Deployment::error: what failed, the decisive lines, what to do. Redacted, at most 600 characters.
[[nodiscard]] QString oneLine(const Error &error);

} // namespace slipway::deploy
