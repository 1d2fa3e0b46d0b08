// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <QByteArray>

namespace slipway::queue {

/// Every Redis key of ours, in one place (scripts/lib/task.lua derives the same names). `prefix` is `redis.prefix`, usually
/// empty. Value, any thread.
class Keys {
public:
    explicit Keys(QByteArray prefix = {});

    [[nodiscard]] QByteArray ready(domain::AgentType type) const; ///< queue:agent:{type}
    [[nodiscard]] QByteArray blocked(domain::AgentType type) const; ///< …:blocked
    [[nodiscard]] QByteArray delayed(domain::AgentType type) const; ///< …:delayed, score = ready time in ms
    [[nodiscard]] QByteArray leases(domain::AgentType type) const; ///< …:leases, score = expiry in ms
    [[nodiscard]] QByteArray dead(domain::AgentType type) const; ///< …:dead
    [[nodiscard]] QByteArray inReview(domain::AgentType type) const; ///< …:review
    [[nodiscard]] QByteArray done(domain::AgentType type) const; ///< …:done
    [[nodiscard]] QByteArray cancelled(domain::AgentType type) const; ///< …:cancelled
    /// …:paused, the ready tasks of paused projects: same members and scores as the ready set, which they return to.
    [[nodiscard]] QByteArray pausedTasks(domain::AgentType type) const;
    [[nodiscard]] QByteArray task(const domain::TaskKey &key) const; ///< task:{repo}:{issue}
    [[nodiscard]] QByteArray project(const QString &project) const; ///< slipway:project:{name}:tasks, set of numbers
    /// slipway:project:{name}:closed, a string of bits: 1 for a closed issue (bits, because it is kept for ever)
    [[nodiscard]] QByteArray closed(const QString &project) const;
    /// slipway:project:{name}:dependants:{n}, set of the numbers that wait for n
    [[nodiscard]] QByteArray dependants(const domain::TaskKey &key) const;
    [[nodiscard]] QByteArray sequence() const; ///< slipway:seq
    [[nodiscard]] QByteArray token() const; ///< slipway:token, the lease counter
    [[nodiscard]] QByteArray wake(domain::AgentType type) const; ///< slipway:wake:{type}, list of at most 32 tokens
    [[nodiscard]] QByteArray paused() const; ///< slipway:paused, hash: `*` or project → who
    [[nodiscard]] QByteArray limits() const; ///< slipway:limits, hash: agent → ms until its account may work again
    [[nodiscard]] QByteArray events() const; ///< slipway:events
    [[nodiscard]] QByteArray commands() const; ///< slipway:commands
    [[nodiscard]] QByteArray queries() const; ///< slipway:queries
    [[nodiscard]] QByteArray results() const; ///< slipway:results, what workers hand in
    [[nodiscard]] QByteArray audit() const; ///< slipway:audit
    [[nodiscard]] QByteArray snapshot() const; ///< slipway:snapshot
    [[nodiscard]] QByteArray leader() const; ///< slipway:leader
    /// slipway:complete, set once queues and pauses are all there: gone with everything else when Redis loses its data
    [[nodiscard]] QByteArray complete() const;
    [[nodiscard]] QByteArray reply(const QString &id) const; ///< slipway:reply:{id}, list with a lifetime
    [[nodiscard]] QByteArray blob(const QString &id) const; ///< slipway:blob:{id}, git bundle with a lifetime
    [[nodiscard]] QByteArray transcript(const QString &run) const; ///< run:{id}:transcript
    [[nodiscard]] const QByteArray &prefix() const { return m_prefix; }

private:
    QByteArray m_prefix;
};

} // namespace slipway::queue
