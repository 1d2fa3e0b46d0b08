// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace slipway::deploy {

/// What a supervisor is told: `spec.json`. Its other files stand beside it: `lock` (a record lock held while it lives,
/// which also names its process), `pid`, `state.json`, `log` (with `log.1`, `log.2`).
struct SupervisorSpec {
    QString program;
    QStringList arguments;
    QMap<QString, QString> environment; ///< the app's whole environment
    QString workingDirectory;
    int port = 0; ///< only to tell it
    int healthyAfterMs = 10000; ///< an app that ran so long starts with the shortest delay again
    QList<int> restartDelaysMs { 200, 1000, 2000, 5000, 10000 };
    int crashLoopAfter = 5; ///< quick failures in a row until the state is crash_loop
    int crashLoopDelayMs = 60000; ///< between tries from then on
    int graceMs = 5000; ///< from SIGTERM to SIGKILL
    int memoryMb = 512; ///< of the app and all it starts; above it is killed and started again. 0: no limit
    int processes = 256; ///< the same
    qint64 logBytes = 10 * 1024 * 1024;
    int logFiles = 3;
};

[[nodiscard]] Result<> writeSpec(const QString &path, const SupervisorSpec &spec);
[[nodiscard]] Result<SupervisorSpec> readSpec(const QString &path);

/// What a supervisor last said about its app: `state.json`.
struct SupervisorState {
    QString state; ///< `starting`, `running`, `restarting`, `crash_loop`, `stopped`
    qint64 supervisorPid = 0;
    qint64 appPid = 0; ///< 0 while none runs
    int port = 0;
    int restarts = 0;
    QString lastExit; ///< `exit code 1`, `signal 9 (Killed)`; empty if it never ended
    QString startedAt; ///< of the app, ISO
};

[[nodiscard]] Result<> writeState(const QString &path, const SupervisorState &state);
[[nodiscard]] SupervisorState readState(const QString &path);

/// Process that holds the record lock on `lockFile`, 0 if nobody does. Proof of life that no restart can fake.
[[nodiscard]] qint64 lockHolder(const QString &lockFile);

} // namespace slipway::deploy
