// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/redis/redisclient.h"

#include <QHash>
#include <QMap>
#include <QSet>

#include <functional>

namespace slipway::control {

/// Reads Redis streams in the consumer group of the engine. Each entry is handled by a coroutine of its own, then
/// acknowledged and deleted; entries that a crashed engine left unacknowledged are handled first, and those whose delivery
/// was lost with a connection as soon as there is one again. So an entry is handled at least once: handlers look before
/// they act. Lives in the engine thread; await stop() before destruction.
class StreamConsumer final {
public:
    using Fields = QMap<QByteArray, QByteArray>;
    using Handler = std::function<QCoro::Task<>(QByteArray stream, Fields fields)>;

    StreamConsumer(redis::RedisAddress address, QList<QByteArray> streams, Handler handler);
    [[nodiscard]] Async<> start();
    [[nodiscard]] QCoro::Task<> stop();
    /// Requested by stop(): an entry whose handler ends early for it is not acknowledged.
    [[nodiscard]] std::stop_token stopToken() const { return m_scope.stopToken(); }

private:
    [[nodiscard]] Async<> createGroups();
    /// Starts everything that was delivered to this consumer and is neither acknowledged nor in work.
    [[nodiscard]] Async<> takeUpPending();
    [[nodiscard]] QCoro::Task<> loop();
    [[nodiscard]] QCoro::Task<> handleOne(QByteArray stream, QByteArray id, Fields fields);
    /// Gives the last id of each stream in the reply.
    QHash<QByteArray, QByteArray> startAll(const redis::Reply &reply);

    QList<QByteArray> m_streams;
    Handler m_handler;
    redis::RedisClient m_reader; // blocks in XREADGROUP
    redis::RedisClient m_client;
    QSet<QByteArray> m_inWork; ///< stream and id
    base::TaskScope m_scope;
};

} // namespace slipway::control
