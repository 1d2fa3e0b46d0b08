// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace slipway::redis {

/// Where Redis is. `unix:///path/redis.sock[?db=N]`, `redis://[user:pass@]host:port[/db]`, `rediss://…`. Value, any thread.
struct RedisAddress {
    QString url;
    /// Invalid, with what is wrong, for anything else. Passwords are registered for redaction.
    [[nodiscard]] static Result<RedisAddress> parse(const QString &url);
    /// The server behind a unix socket.
    [[nodiscard]] static RedisAddress unixSocket(const QString &path);
    QString host; ///< empty for a unix socket
    int port = 6379;
    QString socketPath;
    QString user, password;
    int database = 0;
    bool tls = false;
    [[nodiscard]] QString display() const; ///< `unix:/path` or `redis://host:port`, without the password
};

} // namespace slipway::redis
