// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/supervisorspec.h"
#include "core/process/processrunner.h"

namespace slipway::deploy {

/// Starts and ends supervisors (`internal-supervise`), each known by its folder. What it starts outlives this process.
/// Engine thread; the runner has to outlive it.
class SupervisorControl final {
public:
    SupervisorControl(process::ProcessRunner &runner, QString selfPath);

    /// Writes the spec and starts its supervisor, if none holds the folder's lock. Invalid with what the start said.
    [[nodiscard]] Async<> start(QString folder, SupervisorSpec spec);
    /// SIGTERM, and SIGKILL to the whole tree behind the grace. Not running is fine.
    [[nodiscard]] Async<> end(QString folder, int graceMs);
    [[nodiscard]] static bool runs(const QString &folder);

private:
    process::ProcessRunner &m_runner;
    QString m_selfPath;
};

} // namespace slipway::deploy
