// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <sys/types.h>

namespace slipway::test {

/// Children of a process, their children and so on, as /proc shows them now.
[[nodiscard]] QList<pid_t> descendantsOf(pid_t root);
/// Arguments, separated by spaces; empty if it has ended.
[[nodiscard]] QByteArray commandLineOf(pid_t pid);
/// Every process that was started for this home: it is named in the environment or in the arguments.
[[nodiscard]] QList<pid_t> processesOfHome(const QString &home);
/// SIGKILL to a process and everything below it.
void killTree(pid_t root);

} // namespace slipway::test
