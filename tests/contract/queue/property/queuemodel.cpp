// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/queue/property/queuemodel.h"

namespace slipway::test {

using domain::FailureClass;
using domain::TaskKey;
using domain::TaskPhase;

QueueModel::QueueModel(queue::RetryPolicy policy)
    : m_policy(policy)
{
}

QueueModel::Entry *QueueModel::find(const TaskKey &key)
{
    const auto it = m_entries.find(key);
    return it == m_entries.end() ? nullptr : &it->second;
}

QueueModel::Entry *QueueModel::holder(const TaskKey &key, const QString &token)
{
    Entry *entry = find(key);
    return entry && entry->task.phase == TaskPhase::Running && entry->task.leaseToken == token ? entry : nullptr;
}

bool QueueModel::mayRun(const Entry &entry) const
{
    return !entry.hold && std::ranges::all_of(entry.task.dependsOn, [&](int number) {
        return m_closed.contains({ entry.task.key.project, number });
    });
}

bool QueueModel::isEnded(const Entry &entry) const
{
    return entry.task.phase == TaskPhase::Done || entry.task.phase == TaskPhase::Cancelled;
}

void QueueModel::move(Entry &entry, TaskPhase phase, qint64 now)
{
    entry.task.phase = phase;
    if (isEnded(entry))
        entry.endedAt = now;
    if (phase != TaskPhase::Running) {
        entry.task.leaseOwner.clear();
        entry.task.leaseToken.clear();
        entry.task.leaseUntilMs = 0;
    }
}

void QueueModel::settle()
{
    for (auto &[key, entry] : m_entries) {
        if (entry.task.phase == TaskPhase::Blocked || entry.task.phase == TaskPhase::Ready)
            move(entry, mayRun(entry) ? TaskPhase::Ready : TaskPhase::Blocked);
    }
}

void QueueModel::open(const TaskKey &key)
{
    m_closed.erase({ key.project, key.number });
}

std::set<int> QueueModel::deadBehind(const Entry &entry) const
{
    std::set<int> dead;
    if (entry.task.phase != TaskPhase::Blocked)
        return dead;
    for (const int number : entry.task.dependsOn) {
        const auto it = m_entries.find({ entry.task.key.project, number });
        if (it == m_entries.end() || m_closed.contains({ entry.task.key.project, number }))
            continue;
        if (it->second.task.phase == TaskPhase::Dead)
            dead.insert(number);
        dead.merge(deadBehind(it->second));
    }
    return dead;
}

QMap<int, QList<int>> QueueModel::blockedByDead(const QString &project) const
{
    QMap<int, QList<int>> stuck;
    for (const auto &[key, entry] : m_entries) {
        const auto dead = deadBehind(entry);
        if (key.project == project && !dead.empty())
            stuck.insert(key.number, QList<int>(dead.begin(), dead.end()));
    }
    return stuck;
}

bool QueueModel::reaches(const TaskKey &from, int target, std::set<int> &seen) const
{
    if (from.number == target)
        return true;
    if (!seen.insert(from.number).second)
        return false;
    const auto it = m_entries.find(from);
    return it != m_entries.end() && std::ranges::any_of(it->second.task.dependsOn, [&](int next) {
               return reaches({ from.project, next }, target, seen);
           });
}

QueueModel::Outcome QueueModel::enqueue(domain::Task task, bool hold, bool onlyNew)
{
    Entry *old = find(task.key);
    if (old && onlyNew)
        return {};
    if (old && old->task.phase == TaskPhase::Running)
        return ErrorCode::Conflict;
    std::set<int> seen;
    for (const int dependency : task.dependsOn) {
        if (reaches({ task.key.project, dependency }, task.key.number, seen))
            return ErrorCode::Invalid;
    }
    Entry entry;
    entry.sequence = old ? old->sequence : ++m_lastSequence;
    entry.hold = hold;
    if (old)
        task.costUsd = std::max(task.costUsd, old->task.costUsd);
    open(task.key);
    entry.task = std::move(task);
    m_entries[entry.task.key] = entry;
    settle();
    return {};
}

std::optional<TaskKey> QueueModel::next(domain::AgentType type) const
{
    const Entry *best = nullptr;
    if (m_paused.contains(QStringLiteral("*")))
        return std::nullopt;
    for (const auto &[key, entry] : m_entries) {
        if (entry.task.type != type || entry.task.phase != TaskPhase::Ready || m_paused.contains(key.project))
            continue;
        if (!best || std::pair(entry.task.priority, entry.sequence) < std::pair(best->task.priority, best->sequence))
            best = &entry;
    }
    return best ? std::optional(best->task.key) : std::nullopt;
}

void QueueModel::claimed(const TaskKey &key, const queue::Lease &lease)
{
    Entry &entry = m_entries.at(key);
    move(entry, TaskPhase::Running);
    entry.task.leaseOwner = lease.owner;
    entry.task.leaseToken = lease.token;
    entry.task.leaseUntilMs = lease.untilMs;
    ++entry.task.attempts;
}

QueueModel::Outcome QueueModel::extend(const TaskKey &key, const QString &token, qint64 untilMs)
{
    Entry *entry = holder(key, token);
    if (!entry)
        return ErrorCode::Conflict;
    entry->task.leaseUntilMs = untilMs;
    return {};
}

QueueModel::Outcome QueueModel::verify(const TaskKey &key, const QString &token) const
{
    const auto it = m_entries.find(key);
    const bool holds
        = it != m_entries.end() && it->second.task.phase == TaskPhase::Running && it->second.task.leaseToken == token;
    return holds ? Outcome {} : ErrorCode::Conflict;
}

QueueModel::Outcome QueueModel::complete(const TaskKey &key, const QString &token, TaskPhase phase, int pr, double cost,
                                         qint64 now)
{
    if (const Entry *done = find(key); done && done->endedToken == token && done->task.phase == phase)
        return {};
    Entry *entry = holder(key, token);
    if (!entry)
        return ErrorCode::Conflict;
    move(*entry, phase, now);
    if (pr != 0)
        entry->task.pr = pr;
    entry->task.costUsd += cost;
    entry->task.failureClass = FailureClass::None;
    entry->waits = 0;
    entry->endedToken = token;
    if (phase == TaskPhase::Done)
        setClosed(key.project, { key.number });
    return {};
}

QueueModel::Outcome QueueModel::fail(const TaskKey &key, const QString &token, const queue::TaskEnd &end, qint64 now)
{
    if (const Entry *done = find(key); done && done->endedToken == token && done->task.phase != TaskPhase::Running)
        return {};
    Entry *entry = holder(key, token);
    if (!entry)
        return ErrorCode::Conflict;
    const bool consumes = domain::consumesAttempt(end.failure);
    const bool again
        = domain::isRetryable(end.failure) && (!consumes || entry->task.attempts < entry->task.maxAttempts);
    const auto delay = m_policy.delayFor(end.failure, end.retryAfter);
    qint64 wait = delay.base.count();
    for (int i = consumes ? entry->task.attempts - 1 : entry->waits; i > 0 && wait < delay.cap.count(); --i)
        wait *= 2;
    wait = std::min<qint64>(wait, delay.cap.count());
    entry->task.costUsd += end.costUsd;
    entry->task.failureClass = end.failure;
    entry->task.attempts -= consumes ? 0 : 1;
    entry->waits = consumes ? 0 : entry->waits + 1;
    entry->endedToken = token;
    entry->readyAt = now + wait;
    move(*entry, !again ? TaskPhase::Dead : wait > 0 ? TaskPhase::Delayed : TaskPhase::Ready);
    settle();
    return {};
}

QueueModel::Outcome QueueModel::handBack(const TaskKey &key, const QString &token)
{
    if (const Entry *done = find(key); done && done->endedToken == token && done->task.phase != TaskPhase::Running)
        return {};
    Entry *entry = holder(key, token);
    if (!entry)
        return ErrorCode::Conflict;
    --entry->task.attempts;
    entry->endedToken = token;
    move(*entry, TaskPhase::Ready);
    settle();
    return {};
}

QueueModel::Outcome QueueModel::close(const TaskKey &key, qint64 now)
{
    Entry *entry = find(key);
    if (!entry)
        return ErrorCode::NotFound;
    if (entry->task.phase == TaskPhase::Running)
        return ErrorCode::Conflict;
    if (entry->task.phase != TaskPhase::Done) {
        entry->task.failureClass = FailureClass::None;
        entry->hold = false;
        move(*entry, TaskPhase::Done, now);
    }
    setClosed(key.project, { key.number });
    return {};
}

void QueueModel::setClosed(const QString &project, const QList<int> &numbers)
{
    for (const int number : numbers)
        m_closed.insert({ project, number });
    settle();
}

QueueModel::Outcome QueueModel::setDependencies(const TaskKey &key, const QList<int> &dependsOn)
{
    Entry *entry = find(key);
    if (!entry)
        return ErrorCode::NotFound;
    std::set<int> seen;
    for (const int dependency : dependsOn) {
        if (reaches({ key.project, dependency }, key.number, seen))
            return ErrorCode::Invalid;
    }
    entry->task.dependsOn = dependsOn;
    settle();
    return {};
}

QueueModel::Outcome QueueModel::requeue(const TaskKey &key, const QJsonObject &context, bool resetAttempts)
{
    Entry *entry = find(key);
    if (!entry)
        return ErrorCode::NotFound;
    if (entry->task.phase == TaskPhase::Running)
        return ErrorCode::Conflict;
    open(key);
    entry->hold = false;
    entry->waits = 0;
    entry->task.failureClass = FailureClass::None;
    if (!context.isEmpty())
        entry->task.context = context;
    if (resetAttempts)
        entry->task.attempts = 0;
    move(*entry, TaskPhase::Ready);
    settle();
    return {};
}

QueueModel::Outcome QueueModel::releaseHold(const TaskKey &key)
{
    Entry *entry = find(key);
    if (!entry)
        return ErrorCode::NotFound;
    entry->hold = false;
    settle();
    return {};
}

QueueModel::Outcome QueueModel::bury(const TaskKey &key, TaskPhase phase, FailureClass failure, qint64 now)
{
    Entry *entry = find(key);
    if (!entry)
        return ErrorCode::NotFound;
    if (entry->task.phase == TaskPhase::Done)
        return ErrorCode::Conflict;
    if (entry->task.phase == TaskPhase::Cancelled && phase == TaskPhase::Dead)
        open(key);
    entry->task.failureClass = failure;
    move(*entry, phase, now);
    if (phase == TaskPhase::Cancelled)
        m_closed.insert({ key.project, key.number });
    settle();
    return {};
}

QueueModel::Outcome QueueModel::release(const TaskKey &key)
{
    Entry *entry = find(key);
    if (!entry)
        return ErrorCode::NotFound;
    if (entry->task.phase != TaskPhase::Running)
        return ErrorCode::Conflict;
    --entry->task.attempts;
    move(*entry, TaskPhase::Ready);
    settle();
    return {};
}

QueueModel::Outcome QueueModel::prioritise(const TaskKey &key, int priority)
{
    Entry *entry = find(key);
    if (!entry)
        return ErrorCode::NotFound;
    entry->task.priority = priority;
    return {};
}

std::set<QString> QueueModel::recover(qint64 now)
{
    std::set<QString> moved;
    for (auto &[key, entry] : m_entries) {
        if (entry.task.phase == TaskPhase::Running && entry.task.leaseUntilMs <= now) {
            entry.task.failureClass = FailureClass::LeaseLost;
            move(entry, entry.task.attempts >= entry.task.maxAttempts ? TaskPhase::Dead : TaskPhase::Ready);
        } else if (entry.task.phase == TaskPhase::Delayed && entry.readyAt <= now) {
            move(entry, TaskPhase::Ready);
        } else {
            continue;
        }
        moved.insert(key.toString());
    }
    settle();
    return moved;
}

std::optional<qint64> QueueModel::nextDue(qint64 now) const
{
    std::optional<qint64> first;
    for (const auto &[key, entry] : m_entries) {
        if (entry.task.phase != TaskPhase::Running && entry.task.phase != TaskPhase::Delayed)
            continue;
        const qint64 due = entry.task.phase == TaskPhase::Running ? entry.task.leaseUntilMs : entry.readyAt;
        first = std::min(first.value_or(due), due);
    }
    return first ? std::optional(std::max<qint64>(0, *first - now)) : std::nullopt;
}

std::set<QString> QueueModel::ended(qint64 before) const
{
    std::set<QString> found;
    for (const auto &[key, entry] : m_entries) {
        if (isEnded(entry) && entry.endedAt <= before)
            found.insert(key.toString());
    }
    return found;
}

int QueueModel::forget(const QList<TaskKey> &keys, qint64 before)
{
    return int(std::erase_if(m_entries, [&](const auto &item) {
        return keys.contains(item.first) && isEnded(item.second) && item.second.endedAt <= before;
    }));
}

void QueueModel::removeProject(const QString &project)
{
    std::erase_if(m_entries, [&](const auto &item) { return item.first.project == project; });
    std::erase_if(m_closed, [&](const auto &item) { return item.first == project; });
    m_paused.erase(project);
}

void QueueModel::setPaused(const QString &project, bool paused)
{
    if (paused)
        m_paused.insert(project);
    else
        m_paused.erase(project);
}

} // namespace slipway::test
