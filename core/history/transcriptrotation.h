// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>

namespace slipway::history {

struct TranscriptLimits {
    std::chrono::days age { 30 };
    qint64 bytes = qint64(2) * 1024 * 1024 * 1024; ///< of all together
};

/// Removes recorded agent runs (`*.jsonl` in `folder`): those not written to for `age`, then the oldest until the rest fits. What
/// was written to within the last hour may still grow and stays. Gives the number of files that went. Any thread; blocks.
int rotateTranscripts(const QString &folder, const TranscriptLimits &limits, const QDateTime &now);

} // namespace slipway::history
