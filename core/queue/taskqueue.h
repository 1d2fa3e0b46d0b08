// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/domain/snapshot.h"
#include "core/domain/task.h"
#include "core/queue/keys.h"
#include "core/queue/retrypolicy.h"
#include "core/redis/redisclient.h"

#include <QMap>

#include <chrono>
#include <optional>
#include <stop_token>

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

/// What completeAndClaim() gives: the task that ended, and the next one if there is any.
struct Relay {
    domain::Task ended;
    std::optional<Claim> next;
};

/// Whether a refusal means that the token is not the current one any more: its holder stops. (Conflict alone can also be a
/// phase that does not allow the operation.)
[[nodiscard]] bool isStaleLease(const Error &error);

/// How a run ended, as written by its lease holder or by the engine.
struct TaskEnd {
    domain::FailureClass failure = domain::FailureClass::None;
    QString detail; ///< one line
    double costUsd = 0;
    std::chrono::milliseconds retryAfter { 0 }; ///< for a failure: wait this long; 0 uses the policy
};

/// The queue on Redis; every operation is one atomic script that also writes the event `task` to `slipway:events` (fields
/// `type` = task and `data` = the task as domain::toJson). One object per thread, over that thread's client; both, and the
/// clock, must outlive every call.
///
/// Errors: NotFound for an unknown task, Conflict for a phase that does not allow it or a stale token (also when the task
/// is gone: whoever holds a token stops on Conflict), Invalid for bad input, and what redis::RedisClient fails with.
/// Every operation may be repeated after Unavailable or Timeout, except claimNextTask() and completeAndClaim() (a claim whose
/// answer got lost returns by its lease). None can be cancelled except waitForWork(); all end within the client's time limit.
class TaskQueue final {
public:
    TaskQueue(redis::RedisClient &client, Keys keys, const base::Clock &clock, RetryPolicy policy = {});

    /// Adds or replaces a task: Ready if it is not held and every number in dependsOn is closed (close(), cancel(),
    /// completeTask() with Done, setClosed()), else Blocked. A number that nobody closed counts as open, known or not. A task
    /// that is running is Conflict, a circle of dependencies Invalid (the message shows it). A replaced task keeps its place
    /// among equal priorities and its cost; one that was done or cancelled is open again (see requeue()). Gives the stored task.
    /// A blocked task behind a dead one says so in its `failureDetail` as long as it has none of its own.
    [[nodiscard]] Async<domain::Task> enqueue(domain::Task task, bool hold = false);
    /// The same, but a task that exists already is left alone, in whatever phase, and given back.
    [[nodiscard]] Async<domain::Task> enqueueIfNew(domain::Task task, bool hold = false);
    /// Origin's `claim_next_task`: the highest-priority ready task whose project is not paused, or nothing.
    [[nodiscard]] Async<std::optional<Claim>> claimNextTask(domain::AgentType type, QString owner,
                                                            std::chrono::milliseconds lease);
    /// Waits until a task of the type may have become ready; false after `timeout`. It blocks `waitClient`, which is for nothing
    /// else (one per waiting worker). Try claimNextTask() first and again after this, whatever the answer: a token may be
    /// stale, and one that a dying worker took is lost, so keep `timeout` at the fallback poll (10 s).
    [[nodiscard]] Async<bool> waitForWork(redis::RedisClient *waitClient, domain::AgentType type,
                                          std::chrono::milliseconds timeout, std::stop_token stop = {});
    /// Extends a lease. Conflict if the token is stale: the worker must stop.
    [[nodiscard]] Async<> extend(domain::TaskKey key, QString token, std::chrono::milliseconds lease);
    /// Conflict if `token` is not the current one. For the engine, before it acts on what was handed in.
    [[nodiscard]] Async<domain::Task> verify(domain::TaskKey key, QString token);

    /// Origin's `complete_task`: running → InReview (with branch and pr) or Done. Done unblocks dependants.
    [[nodiscard]] Async<domain::Task> completeTask(domain::TaskKey key, QString token, domain::TaskPhase phase,
                                                   QString branch, int pr, TaskEnd end = {});
    /// completeTask() and claimNextTask() for the same owner and type in one script: half the round trips of a busy worker.
    /// Nothing is claimed if the completion is refused.
    [[nodiscard]] Async<Relay> completeAndClaim(Claim claim, domain::TaskPhase phase, QString branch, int pr,
                                                TaskEnd end, std::chrono::milliseconds lease);
    /// Origin's `fail_task`: retried with delay (RetryPolicy) while attempts last and the class allows, else Dead.
    [[nodiscard]] Async<domain::Task> failTask(domain::TaskKey key, QString token, TaskEnd end);
    /// Back to ready without using up an attempt (worker shut down, paused).
    [[nodiscard]] Async<domain::Task> handBack(domain::TaskKey key, QString token);

    /// InReview → Done (merged and closed), or any other phase but Running (a person closed it); unblocks dependants. Idempotent.
    [[nodiscard]] Async<domain::Task> close(domain::TaskKey key);
    /// Issues closed before they came here (or without ever being queued): unblocks and lets later dependants be ready.
    [[nodiscard]] Async<> setClosed(QString project, QList<int> numbers);
    /// Says anew what has to be closed before this one, in any phase; Ready and Blocked follow at once, a running or delayed
    /// task when it returns to the queue. Invalid for a circle (the message shows it).
    [[nodiscard]] Async<domain::Task> setDependencies(domain::TaskKey key, QList<int> dependsOn);
    /// Any phase but Running → Ready again with a new context (rework, CI fix, retry, reset attempts); Blocked while a
    /// dependency is open. An empty context keeps the old one. A hold is let go of. A Done or Cancelled task is open again:
    /// who depends on it and was not claimed yet is blocked again.
    [[nodiscard]] Async<domain::Task> requeue(domain::TaskKey key, QJsonObject context, bool resetAttempts);
    /// Releases the hold of a task enqueued with `hold`; nothing happens if it is not held.
    [[nodiscard]] Async<domain::Task> releaseHold(domain::TaskKey key);
    /// Any phase but Done → Dead (needs attention). Its dependants, and theirs, stay blocked and are marked (see enqueue() and
    /// blockedByDead()).
    [[nodiscard]] Async<domain::Task> bury(domain::TaskKey key, domain::FailureClass failure, QString detail);
    /// Any phase but Done → Cancelled: a person decided that it is not needed, so its dependants need not wait for it.
    [[nodiscard]] Async<domain::Task> cancel(domain::TaskKey key, QString why);
    /// Takes a running task from its holder: back to ready, the old token is stale.
    [[nodiscard]] Async<domain::Task> release(domain::TaskKey key);
    /// Invalid unless 0 to 9.
    [[nodiscard]] Async<domain::Task> prioritise(domain::TaskKey key, int priority);
    [[nodiscard]] Async<> setContext(domain::TaskKey key, QJsonObject context);

    /// Expired leases back to ready (or dead), due delayed tasks to ready. Any engine may run it. Gives what moved.
    [[nodiscard]] Async<QList<domain::Task>> recover();
    /// Milliseconds until the next delayed task or lease is due; nothing if none is.
    [[nodiscard]] Async<std::optional<std::chrono::milliseconds>> nextDue();

    /// Tasks that have been Done or Cancelled for `age`, at most `limit`. To move them to the history: store them there, then
    /// forgetEnded() those keys with the same age; both may be repeated, so nothing is lost in between. Gives how many went (a
    /// task that was queued again meanwhile stays). Their numbers stay closed; faces get the event `task_removed`.
    [[nodiscard]] Async<QList<domain::Task>> endedTasks(std::chrono::milliseconds age, int limit = 500);
    [[nodiscard]] Async<int> forgetEnded(QList<domain::TaskKey> keys, std::chrono::milliseconds age);

    [[nodiscard]] Async<std::optional<domain::Task>> task(domain::TaskKey key);
    [[nodiscard]] Async<QList<domain::Task>> tasks(QString project, bool withContext = true); ///< by number
    /// The blocked tasks of a project that cannot go on until a person deals with a dead one: number → the dead numbers.
    [[nodiscard]] Async<QMap<int, QList<int>>> blockedByDead(QString project);
    /// How many of a project's tasks are in each phase; phases without tasks are left out.
    [[nodiscard]] Async<QMap<domain::TaskPhase, int>> phases(QString project);
    /// The counters of all queues by agent type; ready tasks of paused projects count as queued.
    [[nodiscard]] Async<QMap<QString, domain::QueueView>> overview();
    /// Forgets a project's tasks, closed issues and pause. Tokens of its running tasks become stale.
    [[nodiscard]] Async<> removeProject(QString project);

    /// Pauses one project, or everything with an empty name; nothing of it can be claimed. Survives restarts.
    [[nodiscard]] Async<> setPaused(QString project, bool paused, QString who);
    [[nodiscard]] Async<QStringList> pausedProjects(); ///< `*` for everything

    [[nodiscard]] const RetryPolicy &policy() const { return m_policy; }
    void setPolicy(RetryPolicy policy) { m_policy = policy; }

private:
    [[nodiscard]] Async<redis::Reply> run(QString script, QJsonObject arguments, QList<QByteArray> keys = {},
                                          QList<QByteArray> more = {});
    [[nodiscard]] Async<domain::Task> runOnTask(QString script, domain::TaskKey key, QJsonObject arguments = {});
    [[nodiscard]] Async<domain::Task> add(domain::Task task, bool hold, bool onlyNew);
    [[nodiscard]] static Result<QJsonObject> completion(const QString &token, domain::TaskPhase phase,
                                                        const QString &branch, int pr, const TaskEnd &end);

    redis::RedisClient &m_client;
    Keys m_keys;
    const base::Clock &m_clock;
    RetryPolicy m_policy;
};

} // namespace slipway::queue
