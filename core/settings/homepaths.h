// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace slipway::settings {

/// Every path below one home, as docs promise them. Value type, any thread.
struct HomePaths {
    QString home;
    QString state; ///< .ai-dev-pipeline
    QString settingsFile; ///< slipway.ini
    QString portAllocations; ///< port_allocations.json
    QString redisFolder; ///< redis/
    QString redisSocket; ///< redis.sock, or in the runtime folder
    QString engineSocket; ///< engine.sock, or in the runtime folder
    QString engineLock; ///< engine.lock: one engine a home
    QString journal; ///< journal/
    QString audit; ///< audit.jsonl
    QString forge; ///< forge/, bare repositories below it
    QString database; ///< slipway.db
    QString workspaces; ///< private clones of the workers
    QString releases; ///< what the process runtime runs
    QString cache;
    QString projects; ///< ai-dev-pipeline/projects
    QString memory; ///< ai-dev-pipeline/memory
    QString vectorStore; ///< ai-dev-pipeline/memory/vector_store
    QString logs; ///< ai-dev-pipeline/logs
    QString runs; ///< ai-dev-pipeline/logs/runs
    QString cloudflaredConfig; ///< .cloudflared/config.yml
    QString socketFolder; ///< where the sockets are: `state`, or a 0700 runtime folder when that path is too long

    /// The paths of `home` (empty: $SLIPWAY_HOME, else the user's home). Creates nothing.
    [[nodiscard]] static HomePaths of(const QString &home = {});
    /// Makes the state and data folders (0700). Denied if that fails; Unsupported on a network file system, where neither
    /// SQLite, sockets nor locks can be trusted.
    [[nodiscard]] Result<> create() const;
};

/// A Unix socket's path has to fit into 108 bytes; beyond 100 it moves.
constexpr int longestSocketPath = 100;

/// Whether `type`, as mount(8) names it (`nfs4`, `cifs`, `fuse.sshfs`), is on another machine.
[[nodiscard]] bool isNetworkFileSystem(const QByteArray &type);

} // namespace slipway::settings
