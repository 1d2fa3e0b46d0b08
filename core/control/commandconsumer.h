// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/command.h"
#include "core/control/streamconsumer.h"
#include "core/queue/keys.h"

#include <functional>

namespace slipway::control {

/// What the engine does with commands and queries.
struct Handlers {
    std::function<Async<QJsonObject>(Command)> command;
    std::function<Async<QJsonObject>(QString name, QJsonObject arguments)> query;
};

/// The engine's end of the one way in. Executes each command once: an answer is kept for a day under the command's id and
/// repeated for a repeated id. Expired messages are answered with Timeout and not executed.
/// Lives in the engine thread; await stop() before destruction.
class CommandConsumer final {
public:
    CommandConsumer(redis::RedisAddress address, queue::Keys keys, Handlers handlers);
    [[nodiscard]] Async<> start();
    [[nodiscard]] QCoro::Task<> stop();

private:
    [[nodiscard]] QCoro::Task<> handle(QByteArray stream, QJsonObject message);
    [[nodiscard]] Async<QJsonObject> run(QByteArray stream, QJsonObject message);
    [[nodiscard]] QCoro::Task<> answer(QJsonObject message, Result<QJsonObject> result, bool keep);

    queue::Keys m_keys;
    Handlers m_handlers;
    redis::RedisClient m_client;
    StreamConsumer m_streams;
};

} // namespace slipway::control
