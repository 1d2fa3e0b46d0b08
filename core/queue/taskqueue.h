// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/domain/task.h"
#include "core/queue/keys.h"
#include "core/redis/redisclient.h"

#include <chrono>
#include <optional>

namespace slipway::queue {

/// Who holds a claimed task, and until when. The token fences: an older one is refused everywhere.
struct Lease {
    QString owner; ///< worker id
    QString token;
    qint64 untilMs = 0;
};

struct Claim {
    domain::Task task;
    Lease lease;
};

/// How a run ended, as written by its lease holder or by the engine.
struct TaskEnd {
    domain::FailureClass failure = domain::FailureClass::None;
    QString detail; ///< one line
    double costUsd = 0;
    std::chrono::milliseconds retryAfter { 0 }; ///< for a failure: wait this long; 0 uses the policy
};

/// The queue on Redis; every operation is one atomic script that also writes the event `task` to `slipway:events`
/// (`{"type": "task", "task": {…}}`). One object per thread, over that thread's client.
class TaskQueue final {
public:
    TaskQueue(redis::RedisClient &client, Keys keys, const base::Clock &clock);

    /// Adds or replaces a task: Ready if every number in dependsOn is closed (phase Done) or `hold` is false and it has
    /// none, else Blocked. A task that is running is Conflict. Gives the stored task.
    [[nodiscard]] Async<domain::Task> enqueue(domain::Task task, bool hold = false);
    /// Origin's `claim_next_task`: the highest-priority ready task whose project is not paused, or nothing.
    [[nodiscard]] Async<std::optional<Claim>> claimNextTask(domain::AgentType type, QString owner, std::chrono::milliseconds lease);
    /// Extends a lease. Conflict if the token is stale: the worker must stop.
    [[nodiscard]] Async<> extend(domain::TaskKey key, QString token, std::chrono::milliseconds lease);
    /// Conflict if `token` is not the current one. For the engine, before it acts on what was handed in.
    [[nodiscard]] Async<domain::Task> verify(domain::TaskKey key, QString token);

    /// Origin's `complete_task`: running → InReview (with branch and pr) or Done. Done unblocks dependants.
    [[nodiscard]] Async<domain::Task> completeTask(domain::TaskKey key, QString token, domain::TaskPhase phase, QString branch, int pr, TaskEnd end = {});
    /// Origin's `fail_task`: retried with delay while attempts last and the class allows, else Dead.
    [[nodiscard]] Async<domain::Task> failTask(domain::TaskKey key, QString token, TaskEnd end);
    /// Back to ready without using up an attempt (worker shut down, paused).
    [[nodiscard]] Async<domain::Task> handBack(domain::TaskKey key, QString token);

    /// InReview → Done (merged and closed); unblocks dependants. Idempotent.
    [[nodiscard]] Async<domain::Task> close(domain::TaskKey key);
    /// InReview, Done, Dead, Cancelled, Blocked or Delayed → Ready again with a new context (rework, CI fix, retry, reset attempts).
    [[nodiscard]] Async<domain::Task> requeue(domain::TaskKey key, QJsonObject context, bool resetAttempts);
    /// Releases the hold of a task enqueued with `hold`.
    [[nodiscard]] Async<domain::Task> releaseHold(domain::TaskKey key);
    /// Any phase but Done → Dead (needs attention).
    [[nodiscard]] Async<domain::Task> bury(domain::TaskKey key, domain::FailureClass failure, QString detail);
    [[nodiscard]] Async<domain::Task> cancel(domain::TaskKey key, QString why);
    /// Takes a running task from its holder: back to ready, the old token is stale.
    [[nodiscard]] Async<domain::Task> release(domain::TaskKey key);
    [[nodiscard]] Async<domain::Task> prioritise(domain::TaskKey key, int priority);
    [[nodiscard]] Async<> setContext(domain::TaskKey key, QJsonObject context);

    /// Expired leases back to ready (or dead), due delayed tasks to ready. Any engine may run it. Gives what moved.
    [[nodiscard]] Async<QList<domain::Task>> recover();
    /// Milliseconds until the next delayed task or lease is due; nothing if none is.
    [[nodiscard]] Async<std::optional<std::chrono::milliseconds>> nextDue();

    [[nodiscard]] Async<std::optional<domain::Task>> task(domain::TaskKey key);
    [[nodiscard]] Async<QList<domain::Task>> tasks(QString project); ///< by number
    [[nodiscard]] Async<> removeProject(QString project);

    /// Pauses one project, or everything with an empty name; nothing of it can be claimed. Survives restarts.
    [[nodiscard]] Async<> setPaused(QString project, bool paused, QString who);
    [[nodiscard]] Async<QStringList> pausedProjects(); ///< `*` for everything

private:
    redis::RedisClient &m_client;
    Keys m_keys;
    const base::Clock &m_clock;
};

} // namespace slipway::queue
