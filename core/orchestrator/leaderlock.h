// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/queue/keys.h"
#include "core/redis/redisclient.h"

#include <QObject>

namespace slipway::orchestrator {

/// One orchestrator a Redis: `slipway:leader` holds its name with a lifetime, renewed while it lives. The renewal is the
/// engine's pulse: it also shows when Redis cannot be written. Engine thread.
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
    /// Redis did not take the renewal: it is away, or refuses writes (disk full, out of memory, read-only). Once a trouble.
    void storeTroubled(const slipway::base::Error &error);
    void storeRecovered();
    /// It answers, but Keys::complete() is not there: it has lost its data. At each renewal until that is set again.
    void storeEmptied();

private:
    [[nodiscard]] QCoro::Task<> renew();
    void judge(const Result<redis::Reply> &renewal);
    redis::RedisClient &m_client;
    queue::Keys m_keys;
    QByteArray m_name;
    bool m_troubled = false;
    int m_late = 0; ///< renewals in a row without an answer
    base::TaskScope m_scope;
};

} // namespace slipway::orchestrator
