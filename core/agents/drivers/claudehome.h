// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QStringList>

namespace slipway::agents {

/// Where Claude Code finds its login and keeps its sessions during a run in the sandbox.
///
/// HOME is empty there. The person's own ~/.claude holds settings and hooks that the host's `claude` runs later, so an
/// agent must not be able to write it: Claude Code gets a configuration folder of its own (CLAUDE_CONFIG_DIR =
/// `<stateFolder>/claude`: sessions, nothing of the person's), and of the person's folder only the login file, which it
/// has to be able to refresh. With an API key or token in the environment nothing of the person's is visible at all.
/// Without a state folder the person's folder itself is bound.
struct ClaudeHome {
    QMap<QString, QString> environment;
    QStringList writable;
    bool usesApiKey = false; ///< metered by money; otherwise a subscription
};

/// Makes the folders and the link. Denied if they cannot be made.
[[nodiscard]] Result<ClaudeHome> prepareClaudeHome(const QString &stateFolder);

/// True if a run could sign in: key or token in the environment, or a login file with a token in it. No model is asked.
[[nodiscard]] bool isClaudeSignedIn();

} // namespace slipway::agents
