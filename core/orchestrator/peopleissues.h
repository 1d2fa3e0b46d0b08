// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/models.h"

namespace slipway::orchestrator {

// What people write at a forge, judged. Pure, any thread.

/// What becomes of an open issue to which no task belongs.
enum class Intake {
    Ignore, ///< planned by Slipway, of a bot, of our own account, or without the label
    Take,
    Ask, ///< of somebody who is not a member: a person decides
};

/// `label` is the chosen one; with an empty one nothing is taken.
[[nodiscard]] Intake intakeOf(const forge::Issue &issue, const QString &label);
[[nodiscard]] bool hasLabel(const forge::Issue &issue, const QString &label);
/// The marker of an issue that somebody opened through Slipway with this command.
[[nodiscard]] QString peoplesMarker(const QString &command);
/// The points of the task lists in a text (`- [ ] …`), without those in code blocks; at most 50.
[[nodiscard]] QStringList acceptanceIn(const QString &body);
/// Whether a comment steers the work: of a member, and not empty.
[[nodiscard]] bool doesSteer(const forge::Comment &comment);

} // namespace slipway::orchestrator
