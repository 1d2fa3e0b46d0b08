// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace slipway::git {

/// A git that was killed leaves its lock files, and every later write to that ref or index fails. Removes those of a
/// repository that no git works in; gives what was removed. `gitFolder` is the bare repository or a clone's `.git`. Files
/// of `objects/` are left alone (git looks after them itself). For the start of an engine; any thread, blocks briefly.
QStringList removeStaleLocks(const QString &gitFolder);

} // namespace slipway::git
