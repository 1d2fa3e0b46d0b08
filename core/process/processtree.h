// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <sys/types.h>

namespace slipway::process {

/// Finds what a child left behind by reading /proc: whoever is in its group or session, descends from it, or carries
/// its mark in the environment (so also a daemon that forked twice into a session of its own). Any thread.
class ProcessTree final {
public:
    /// `mark` is a whole `NAME=value` entry; empty: no look at environments.
    ProcessTree(pid_t root, QByteArray mark);
    /// Living members without the root itself (and without zombies).
    [[nodiscard]] QList<pid_t> members() const;
    /// Living descendants of `top`, without it.
    [[nodiscard]] static QList<pid_t> descendants(pid_t top);

private:
    pid_t m_root;
    QByteArray m_mark;
};

} // namespace slipway::process
