// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/redis/redisclient.h"

namespace slipway::redis {

/// Refuses a Redis that Slipway cannot work on: Redis Cluster, a version before 7, a read-only replica (all Unsupported,
/// with what to do). Also Unavailable, Denied as any command. Call once at start; `client` must outlive the call.
[[nodiscard]] Async<> checkServer(RedisClient &client);

/// `redis_version` of a server's INFO text; Valkey says the Redis version it is compatible with. Any thread.
[[nodiscard]] QString versionFromInfo(const QByteArray &info);
/// The verdict of checkServer() on an INFO text, for tests and doctor. Any thread.
[[nodiscard]] Result<> judgeInfo(const QByteArray &info, const QString &where);

} // namespace slipway::redis
