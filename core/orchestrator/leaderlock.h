// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/queue/keys.h"
#include "core/redis/redisclient.h"

#include <QObject>

namespace slipway::orchestrator {

/// One orchestrator a Redis: `slipway:leader` holds its name with a lifetime, renewed while it lives. Engine thread.
class LeaderLock final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LeaderLock)
public:
    LeaderLock(redis::RedisClient &client, queue::Keys keys, QString name, QObject *parent = nullptr);
    /// Conflict with the name of the leader there is. `takeOver`: a leader of this home whose process is known to be dead.
    [[nodiscard]] Async<> acquire(bool takeOver);
    [[nodiscard]] QCoro::Task<> release();

Q_SIGNALS:
    void lost(const QString &to); ///< somebody else leads: stop writing

private:
    [[nodiscard]] QCoro::Task<> renew();
    redis::RedisClient &m_client;
    queue::Keys m_keys;
    QByteArray m_name;
    base::TaskScope m_scope;
};

} // namespace slipway::orchestrator
