// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/queue/retrypolicy.h"
#include "core/queue/taskqueue.h"

#include <map>
#include <set>

namespace slipway::test {

/// What TaskQueue promises, written down a second time as plainly as possible: one map, no indexes, no Redis. Ready and Blocked
/// and who is behind a dead task are not kept but asked for. Every operation gives the error code that is to be expected, or
/// nothing.
class QueueModel final {
public:
    using Outcome = std::optional<ErrorCode>;
    struct Entry {
        domain::Task task; ///< leaseToken is filled in by the test from what the queue handed out
        int sequence = 0;
        bool hold = false;
        qint64 readyAt = 0;
        qint64 endedAt = 0;
        int waits = 0;
        QString endedToken;
    };

    explicit QueueModel(queue::RetryPolicy policy);

    Outcome enqueue(domain::Task task, bool hold, bool onlyNew);
    /// The task to be claimed next; none if there is none.
    [[nodiscard]] std::optional<domain::TaskKey> next(domain::AgentType type) const;
    void claimed(const domain::TaskKey &key, const queue::Lease &lease);
    Outcome extend(const domain::TaskKey &key, const QString &token, qint64 untilMs);
    [[nodiscard]] Outcome verify(const domain::TaskKey &key, const QString &token) const;
    Outcome complete(const domain::TaskKey &key, const QString &token, domain::TaskPhase phase, int pr, double cost,
                     qint64 now);
    Outcome fail(const domain::TaskKey &key, const QString &token, const queue::TaskEnd &end, qint64 now);
    Outcome handBack(const domain::TaskKey &key, const QString &token);
    Outcome close(const domain::TaskKey &key, qint64 now);
    Outcome setDependencies(const domain::TaskKey &key, const QList<int> &dependsOn);
    void setClosed(const QString &project, const QList<int> &numbers);
    Outcome requeue(const domain::TaskKey &key, const QJsonObject &context, bool resetAttempts);
    Outcome releaseHold(const domain::TaskKey &key);
    Outcome bury(const domain::TaskKey &key, domain::TaskPhase phase, domain::FailureClass failure, qint64 now);
    Outcome release(const domain::TaskKey &key);
    Outcome prioritise(const domain::TaskKey &key, int priority);
    /// The keys that move.
    std::set<QString> recover(qint64 now);
    [[nodiscard]] std::optional<qint64> nextDue(qint64 now) const;
    [[nodiscard]] std::set<QString> ended(qint64 before) const;
    int forget(const QList<domain::TaskKey> &keys, qint64 before);
    [[nodiscard]] QMap<int, QList<int>> blockedByDead(const QString &project) const;
    void removeProject(const QString &project);
    void setPaused(const QString &project, bool paused);

    [[nodiscard]] const std::map<domain::TaskKey, Entry> &entries() const { return m_entries; }
    [[nodiscard]] const std::set<QString> &paused() const { return m_paused; }

private:
    [[nodiscard]] Entry *find(const domain::TaskKey &key);
    [[nodiscard]] Entry *holder(const domain::TaskKey &key, const QString &token);
    [[nodiscard]] bool mayRun(const Entry &entry) const;
    [[nodiscard]] bool isEnded(const Entry &entry) const;
    [[nodiscard]] bool reaches(const domain::TaskKey &from, int target, std::set<int> &seen) const;
    [[nodiscard]] std::set<int> deadBehind(const Entry &entry) const;
    void move(Entry &entry, domain::TaskPhase phase, qint64 now = 0);
    void open(const domain::TaskKey &key);
    void settle(); ///< who may run and who has to wait

    queue::RetryPolicy m_policy;
    std::map<domain::TaskKey, Entry> m_entries;
    std::set<std::pair<QString, int>> m_closed;
    std::set<QString> m_paused;
    int m_lastSequence = 0;
};

} // namespace slipway::test
