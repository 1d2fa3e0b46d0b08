// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/redis/redisclient.h"

#include <QMap>

#include <functional>

namespace slipway::control {

/// Reads Redis streams in the consumer group of the engine. Each entry is handled by a coroutine of its own, then
/// acknowledged and deleted; entries that a crashed engine left unacknowledged are handled first. So an entry is handled
/// at least once: handlers look before they act. Lives in the engine thread; await stop() before destruction.
class StreamConsumer final {
public:
    using Fields = QMap<QByteArray, QByteArray>;
    using Handler = std::function<QCoro::Task<>(QByteArray stream, Fields fields)>;

    StreamConsumer(redis::RedisAddress address, QList<QByteArray> streams, Handler handler);
    [[nodiscard]] Async<> start();
    [[nodiscard]] QCoro::Task<> stop();

private:
    [[nodiscard]] Async<> createGroups();
    [[nodiscard]] QCoro::Task<> loop();
    [[nodiscard]] QCoro::Task<> handleOne(QByteArray stream, QByteArray id, Fields fields);
    void startAll(const redis::Reply &reply);
    [[nodiscard]] QList<QByteArray> readCommand(const QByteArray &from, bool block) const;

    QList<QByteArray> m_streams;
    Handler m_handler;
    redis::RedisClient m_reader; // blocks in XREADGROUP
    redis::RedisClient m_client;
    base::TaskScope m_scope;
};

} // namespace slipway::control
