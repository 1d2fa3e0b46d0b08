// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/command.h"
#include "core/queue/keys.h"
#include "core/redis/redisclient.h"

namespace slipway::control {

/// Appends facts to `slipway:events`, in the order of the calls. Fire and forget by design: the snapshot and the journal
/// hold the truth, a lost event is repaired by the next snapshot. Lives in the thread of its client.
class EventPublisher final {
public:
    EventPublisher(redis::RedisClient &client, queue::Keys keys);
    void publish(const QString &type, const QJsonObject &data);
    /// For notices: what a person should hear of (tray, chat).
    void notify(const QString &kind, const QString &project, const QString &title, const QString &text);

private:
    redis::RedisClient &m_client;
    queue::Keys m_keys;
};

} // namespace slipway::control
