// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace slipway::deploy {

/// Turns what `docker` or `podman` printed into an Error with a sentence, the decisive lines as detail, and what to do.
/// Codes: Unavailable (engine down), Denied, Conflict (only: the port is taken), NotFound (an image cannot be had),
/// Exhausted (no space), Invalid (Dockerfile, build step, name, start command), Internal for what is not known.
/// `what` opens the sentence of the last case. Any thread.
[[nodiscard]] Error dockerError(const QString &program, const QString &what, const QString &out, const QString &err);

/// The engine that holds the containers cannot be asked now; it may come back.
[[nodiscard]] bool isEngineAway(const Error &error);

/// The last lines of a failed build that say why: the failing step and its output, without the tool's decoration.
[[nodiscard]] QString buildTail(const QString &out, const QString &err);

/// A line of build output as it is shown: colours off, BuildKit's counters kept, noise (deprecation notes) empty.
[[nodiscard]] QString shownBuildLine(const QString &line);

} // namespace slipway::deploy
