// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace slipway::redis {

/// The files of the private Redis of one home. Private to core/redis. Any thread.
///
/// `redis/slipway-redis.json` marks the folder as ours: `{"format": 1, "redis": "8.0.2", "socket": "/…/redis.sock"}`.
/// `redis/slipway-redis.lock` is locked (flock) by whoever starts the server and inherited by the server itself: while it is
/// held a server of this folder lives or is being started, whatever became of the socket file.
class DataFolder final {
public:
    /// An empty `socketPath` is chosen: see socketPath().
    explicit DataFolder(QString stateFolder, QString socketPath = {});

    [[nodiscard]] QString path() const;
    [[nodiscard]] QString logFile() const;
    /// `<state>/redis.sock`, or in a 0700 runtime folder if that is over 100 bytes.
    [[nodiscard]] QString socketPath() const;
    /// Where the server that runs now listens, as it was noted; empty if unknown. Differs from socketPath() when another
    /// session started it with another runtime folder.
    [[nodiscard]] QString notedSocket() const;

    /// Makes the folders (0700). Denied if that fails.
    [[nodiscard]] Result<> make() const;
    /// Conflict if the folder holds something that is not ours, or was written by a newer Slipway.
    [[nodiscard]] Result<> check() const;
    [[nodiscard]] Result<> note(const QString &redisVersion, const QString &socket) const;
    /// The descriptor of the lock, or -1 if somebody holds it. Close it when the server has inherited it.
    [[nodiscard]] int tryLock() const;

private:
    [[nodiscard]] QString markerFile() const;
    QString m_stateFolder;
    QString m_socketPath;
};

} // namespace slipway::redis
