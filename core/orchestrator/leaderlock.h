// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/absence.h"
#include "core/base/taskscope.h"
#include "core/queue/keys.h"
#include "core/redis/redisclient.h"

#include <QObject>

#include <functional>

namespace slipway::orchestrator {

/// One orchestrator a Redis: `slipway:leader` holds its name with a lifetime, renewed while it lives, over a connection of its
/// own. The renewal is the engine's pulse: it also shows when Redis cannot be written. Engine thread.
///
/// Whoever could not renew it for its lifetime (a suspended machine, a starved process, a Redis that is away) may have been
/// replaced meanwhile: check() fails until a renewal has shown that it was not. Time is boot time, so sleep counts.
class LeaderLock final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LeaderLock)
public:
    using BootTime = std::function<std::chrono::milliseconds()>;

    LeaderLock(redis::RedisAddress address, queue::Keys keys, QString name, BootTime bootTime = base::bootTime,
               QObject *parent = nullptr);
    /// Conflict with the name of the leader there is. `takeOver`: a leader of this home whose process is known to be dead.
    [[nodiscard]] Async<> acquire(bool takeOver);
    [[nodiscard]] QCoro::Task<> release();
    /// Asked before anything is written or done outside. Unavailable while nobody knows whether this engine still leads;
    /// Conflict once another does.
    [[nodiscard]] Result<> check() const;

Q_SIGNALS:
    void lost(const QString &to); ///< somebody else leads: stop writing
    void confirmed(); ///< check() succeeds again
    /// Redis did not take the renewal: it is away, or refuses writes (disk full, out of memory, read-only). Once a trouble.
    void storeTroubled(const slipway::base::Error &error);
    void storeRecovered();
    /// It answers, but Keys::complete() is not there: it has lost its data. At each renewal until that is set again.
    void storeEmptied();

private:
    [[nodiscard]] QCoro::Task<> renew();
    void hold(std::chrono::milliseconds asked);
    void judge(const Result<redis::Reply> &renewal);
    redis::RedisClient m_client;
    queue::Keys m_keys;
    QByteArray m_name;
    BootTime m_bootTime;
    std::chrono::milliseconds m_heldUntil { 0 }; ///< boot time; zero: not ours
    QString m_lostTo;
    bool m_troubled = false;
    int m_late = 0; ///< renewals in a row without an answer
    base::TaskScope m_scope;
};

} // namespace slipway::orchestrator
