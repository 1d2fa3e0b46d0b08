// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/processrunner.h"

namespace slipway::process {

enum class SandboxKind { Bubblewrap, None };

/// Puts a process into bubblewrap: own pid, ipc, uts and user namespaces, empty HOME and /tmp, system folders read-only,
/// only the profile's folders visible, dies with its parent. Value-like, any thread.
class Sandbox {
public:
    /// `None` runs processes on the host; only for owners who set it explicitly.
    explicit Sandbox(SandboxKind kind);

    /// The same process inside the sandbox (identity for SandboxKind::None or without a profile). The result has no
    /// profile any more. HOME keeps its path but is an empty folder that vanishes with the process, as is /tmp.
    [[nodiscard]] ProcessSpec wrap(ProcessSpec spec) const;
    [[nodiscard]] SandboxKind kind() const { return m_kind; }

    /// Starts a real sandbox with the given runner and says whether it holds: Unavailable with what to do if not.
    [[nodiscard]] static Async<> probe(ProcessRunner &runner);

private:
    SandboxKind m_kind;
    QStringList m_system; ///< mounts of the system folders, the same for every process
};

} // namespace slipway::process
