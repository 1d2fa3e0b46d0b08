// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QStringList>

namespace slipway::agents {

/// Where Claude Code finds its login and keeps its sessions during a run in the sandbox.
///
/// HOME is empty there. The person's own ~/.claude holds settings and hooks that the host's `claude` runs later, and every
/// earlier conversation, so an agent must neither write nor read it: Claude Code gets a configuration folder of its own
/// (CLAUDE_CONFIG_DIR = `<stateFolder>/claude`) with its sessions and a copy of the login, see syncClaudeLogin(). With a
/// key or token in the environment nothing of the person's is copied. Without a state folder ~/.claude itself is bound.
struct ClaudeHome {
    QMap<QString, QString> environment;
    QStringList writable;
    bool usesApiKey = false; ///< metered by money; otherwise a subscription
};

/// Makes the folder and syncs the login. Denied if it cannot be made.
[[nodiscard]] Result<ClaudeHome> prepareClaudeHome(const QString &stateFolder);

/// Syncs the subscription login with our copy (see syncLogin()): either side may have refreshed it, which makes the older one
/// useless. Before and after every run. Any thread.
[[nodiscard]] Result<> syncClaudeLogin(const QString &stateFolder);

/// True if a run could sign in: key or token in the environment, or a login file with a token in it. No model is asked.
[[nodiscard]] bool isClaudeSignedIn();

} // namespace slipway::agents
