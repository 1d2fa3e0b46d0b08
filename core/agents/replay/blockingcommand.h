// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

namespace slipway::agents {

struct BlockingOutcome {
    int exitCode = 127; ///< 127: could not be started; 128 + n: ended by signal n
    QByteArray output; ///< stdout and stderr as they came, the last 16 KiB
};

/// Runs a command in `folder` and waits for it, without an event loop: only for the replay process, which is itself one
/// supervised child. The command inherits its process group and ends with it.
[[nodiscard]] BlockingOutcome runBlocking(const QStringList &command, const QString &folder);

} // namespace slipway::agents
