// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/processrunner.h"

#include <QMap>
#include <QString>

namespace slipway::git {

struct Identity;

/// The environment of every git process: no system or global configuration, hooks, monitors, prompts, pagers or
/// background work; English messages; the identity as author and committer. Any thread.
[[nodiscard]] QMap<QString, QString> gitEnvironment(const Identity &identity);

/// Whether the text is a full object name.
[[nodiscard]] bool isObjectName(const QString &text);

} // namespace slipway::git
