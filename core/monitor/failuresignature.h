// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace slipway::monitor {

/// What a red run says, without what differs from run to run (times, durations, addresses, commits, temporary folders): two runs
/// that failed in the same way have the same one. `evidence` as gatherEvidence() gives it. Pure, any thread.
[[nodiscard]] QString failureSignature(const QJsonObject &evidence);

} // namespace slipway::monitor
