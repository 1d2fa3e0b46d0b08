// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/redis/redisclient.h"

namespace slipway::bench {

/// How calls are on the way at the same time.
struct Shape {
    int connections = 1;
    int pipeline = 1;
};

/// What redis-benchmark reaches with a script of the queue on the same server: the rate that a client can hardly beat.
class Limit final {
public:
    explicit Limit(redis::RedisAddress address);
    [[nodiscard]] bool isAvailable() const { return !m_program.isEmpty(); }
    /// The ways to have so many calls on the way: a connection each, or all on one. The better one is the limit.
    [[nodiscard]] static QList<Shape> shapesOf(int calls);
    /// Calls a second. `arguments` are what the script gets; `__rand_int__` in them becomes 12 digits of a number below `range`.
    /// Fails if the script does. Blocks.
    [[nodiscard]] Result<double> measure(const QString &script, const QList<QByteArray> &arguments, Shape shape,
                                         int count, int range) const;

private:
    redis::RedisAddress m_address;
    QString m_program;
};

} // namespace slipway::bench
