// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <sys/types.h>

namespace slipway::deploy {

/// Living processes below `top`, without it and without zombies. Looks at the whole table: a supervisor lives so long
/// that process numbers wrap, so their order says nothing. Any thread, a few milliseconds.
[[nodiscard]] QList<pid_t> descendantsOf(pid_t top);

/// Living processes of this user whose environment holds exactly the entry `NAME=value`. Any thread, a few milliseconds.
[[nodiscard]] QList<pid_t> processesMarked(const QByteArray &entry);

} // namespace slipway::deploy
