// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace slipway::deploy {

/// `slipway internal-supervise <spec.json>`: puts a supervisor for one app into the background and returns once the app
/// was started (0) or could not be (1, the reason on stderr); 0 too if it is supervised already. The supervisor is a
/// process of its own session with a clean environment, so neither the end of the engine nor that of a process tree
/// touches it; see SupervisorSpec for its files. SIGTERM ends the app's tree (grace, then SIGKILL) and then it.
/// Plain POSIX, no event loop. Call from main() before any thread or application object exists.
[[nodiscard]] int superviseMain(const QString &specFile);

} // namespace slipway::deploy
