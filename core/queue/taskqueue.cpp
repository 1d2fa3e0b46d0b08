// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue/taskqueue.h"

#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/queue/scriptarguments.h"
#include "core/queue/taskfields.h"

#include <QRandomGenerator>

// What workers do, and adding tasks. taskqueuecontrol.cpp has what the engine does, taskqueuereading.cpp what only reads.

namespace slipway::queue {

using domain::Task;
using domain::TaskKey;
using domain::TaskPhase;

namespace {

Result<> checkTask(const Task &task)
{
    if (task.key.project.isEmpty() || task.key.project.contains(QLatin1Char(':')) || task.key.number <= 0) {
        return fail(ErrorCode::Invalid,
                    QStringLiteral("A task needs a project (without a colon) and a number above 0, not %1")
                        .arg(task.key.toString()));
    }
    if (task.priority < 0 || task.priority > 9)
        return fail(ErrorCode::Invalid,
                    QStringLiteral("The priority of %1 is not between 0 and 9").arg(task.key.toString()));
    return {};
}

Claim claimFrom(const redis::Reply &reply)
{
    Claim claim { taskFromFields(reply), {} };
    claim.lease = { claim.task.leaseOwner, claim.task.leaseToken, claim.task.leaseUntilMs };
    return claim;
}

} // namespace

bool isStaleLease(const Error &error)
{
    return error.code == ErrorCode::Conflict && error.detail == QLatin1String("stale_lease");
}

TaskQueue::TaskQueue(redis::RedisClient &client, Keys keys, const base::Clock &clock, RetryPolicy policy)
    : m_client(client)
    , m_keys(std::move(keys))
    , m_clock(clock)
    , m_policy(policy)
{
}

Async<redis::Reply> TaskQueue::run(QString script, QJsonObject arguments, QList<QByteArray> keys,
                                   QList<QByteArray> more)
{
    const QDateTime now = m_clock.now();
    arguments.insert(QStringLiteral("prefix"), QString::fromUtf8(m_keys.prefix()));
    arguments.insert(QStringLiteral("now"), QString::number(now.toMSecsSinceEpoch()));
    arguments.insert(QStringLiteral("now_iso"), base::isoTime(now));
    more.prepend(base::compact(arguments));
    return m_client.script(QStringLiteral("queue/") + script, std::move(keys), std::move(more));
}

Async<Task> TaskQueue::runOnTask(QString script, TaskKey key, QJsonObject arguments)
{
    arguments.insert(QStringLiteral("id"), key.toString());
    const QList<QByteArray> keys { m_keys.task(key) };
    const auto reply = co_await run(std::move(script), std::move(arguments), keys);
    if (!reply)
        co_return forward(reply);
    co_return taskFromFields(*reply);
}

Async<Task> TaskQueue::enqueue(Task task, bool hold)
{
    return add(std::move(task), hold, false);
}

Async<Task> TaskQueue::enqueueIfNew(Task task, bool hold)
{
    return add(std::move(task), hold, true);
}

Async<Task> TaskQueue::add(Task task, bool hold, bool onlyNew)
{
    CO_CHECK(checkTask(task));
    CO_CHECK(checkNumbers(QList<int>(task.dependsOn) << task.key.number));
    if (task.kind.isEmpty())
        task.kind = QStringLiteral("implement");
    QJsonObject arguments { { QStringLiteral("id"), task.key.toString() },
                            { QStringLiteral("project"), task.key.project },
                            { QStringLiteral("number"), task.key.number },
                            { QStringLiteral("member"), QString::fromUtf8(memberOf(task)) },
                            { QStringLiteral("depends_on"), jsonOf(task.dependsOn) },
                            { QStringLiteral("cost"), task.costUsd },
                            { QStringLiteral("hold"), hold },
                            { QStringLiteral("only_new"), onlyNew } };
    const auto reply = co_await run(QStringLiteral("enqueue"), std::move(arguments), {}, fieldsOf(task));
    if (!reply)
        co_return forward(reply);
    // Short: what the script decided, and the rest as given. Long: the task that was there.
    if (reply->elements.size() > 20)
        co_return taskFromFields(*reply);
    task.leaseOwner.clear();
    task.leaseToken.clear();
    task.leaseUntilMs = 0;
    for (qsizetype i = 0; i + 1 < reply->elements.size(); i += 2)
        setField(task, reply->elements.at(i).string, reply->elements.at(i + 1).string);
    co_return task;
}

Async<std::optional<Claim>> TaskQueue::claimNextTask(domain::AgentType type, QString owner,
                                                     std::chrono::milliseconds lease)
{
    QJsonObject arguments { { QStringLiteral("agent_type"), domain::toString(type) },
                            { QStringLiteral("owner"), owner },
                            { QStringLiteral("lease"), ms(lease) } };
    const QList<QByteArray> keys { m_keys.ready(type) };
    const auto reply = co_await run(QStringLiteral("claim"), std::move(arguments), keys);
    if (!reply)
        co_return forward(reply);
    if (reply->isNil())
        co_return std::nullopt;
    co_return claimFrom(*reply);
}

Async<bool> TaskQueue::waitForWork(redis::RedisClient *waitClient, domain::AgentType type,
                                   std::chrono::milliseconds timeout, std::stop_token stop)
{
    // 0 would wait for ever.
    const double seconds = std::max(0.001, std::chrono::duration<double>(timeout).count());
    const QList<QByteArray> pop { "BLPOP", m_keys.wake(type), QByteArray::number(seconds, 'f', 3) };
    const auto reply = co_await waitClient->command(pop, timeout + std::chrono::seconds(10), std::move(stop));
    if (!reply)
        co_return forward(reply);
    co_return !reply->isNil();
}

Async<> TaskQueue::extend(TaskKey key, QString token, std::chrono::milliseconds lease)
{
    QJsonObject arguments { { QStringLiteral("id"), key.toString() },
                            { QStringLiteral("token"), token },
                            { QStringLiteral("lease"), ms(lease) } };
    const QList<QByteArray> keys { m_keys.task(key) };
    const auto reply = co_await run(QStringLiteral("extend"), std::move(arguments), keys);
    if (!reply)
        co_return forward(reply);
    co_return Result<> {};
}

Async<Task> TaskQueue::verify(TaskKey key, QString token)
{
    return runOnTask(QStringLiteral("verify"), std::move(key), { { QStringLiteral("token"), token } });
}

Result<QJsonObject> TaskQueue::completion(const QString &token, TaskPhase phase, const QString &branch, int pr,
                                          const TaskEnd &end)
{
    if (phase != TaskPhase::InReview && phase != TaskPhase::Done) {
        return fail(ErrorCode::Invalid,
                    QStringLiteral("A task completes as in_review or done, not as %1").arg(domain::toString(phase)));
    }
    return QJsonObject { { QStringLiteral("token"), token },
                         { QStringLiteral("phase"), domain::toString(phase) },
                         { QStringLiteral("branch"), branch },
                         { QStringLiteral("pr"), pr },
                         { QStringLiteral("cost"), end.costUsd } };
}

Async<Task> TaskQueue::completeTask(TaskKey key, QString token, TaskPhase phase, QString branch, int pr, TaskEnd end)
{
    CO_TRY(QJsonObject arguments, completion(token, phase, branch, pr, end));
    co_return co_await runOnTask(QStringLiteral("complete"), key, std::move(arguments));
}

Async<Relay> TaskQueue::completeAndClaim(Claim claim, TaskPhase phase, QString branch, int pr, TaskEnd end,
                                         std::chrono::milliseconds lease)
{
    CO_TRY(QJsonObject arguments, completion(claim.lease.token, phase, branch, pr, end));
    arguments.insert(QStringLiteral("id"), claim.task.key.toString());
    arguments.insert(QStringLiteral("agent_type"), domain::toString(claim.task.type));
    arguments.insert(QStringLiteral("owner"), claim.lease.owner);
    arguments.insert(QStringLiteral("lease"), ms(lease));
    const QList<QByteArray> keys { m_keys.task(claim.task.key) };
    const auto reply = co_await run(QStringLiteral("complete_and_claim"), std::move(arguments), keys);
    if (!reply)
        co_return forward(reply);
    const redis::Reply next = reply->elements.value(1);
    const auto changed = reply->elements.value(0).elements;
    Relay relay { std::move(claim.task), std::nullopt };
    for (qsizetype i = 0; i + 1 < changed.size(); i += 2)
        setField(relay.ended, changed.at(i).string, changed.at(i + 1).string);
    relay.ended.failureClass = domain::FailureClass::None;
    relay.ended.failureDetail.clear();
    relay.ended.leaseOwner.clear();
    relay.ended.leaseToken.clear();
    relay.ended.leaseUntilMs = 0;
    if (!next.isNil())
        relay.next = claimFrom(next);
    co_return relay;
}

Async<Task> TaskQueue::failTask(TaskKey key, QString token, TaskEnd end)
{
    const auto failure = end.failure == domain::FailureClass::None ? domain::FailureClass::Internal : end.failure;
    const auto delay = m_policy.delayFor(failure, end.retryAfter);
    // What a service asked for is a lower bound; our own delays are spread to both sides.
    const double spread = QRandomGenerator::global()->generateDouble() * m_policy.jitter;
    const double factor = end.retryAfter.count() > 0 ? 1.0 : 1.0 - m_policy.jitter + 2 * spread;
    QJsonObject arguments {
        { QStringLiteral("token"), token },
        { QStringLiteral("failure"), domain::toString(failure) },
        { QStringLiteral("detail"), base::redact(end.detail) },
        { QStringLiteral("cost"), end.costUsd },
        { QStringLiteral("retryable"), domain::isRetryable(failure) },
        { QStringLiteral("consumes"), domain::consumesAttempt(failure) },
        { QStringLiteral("delay"),
          QJsonObject { { QStringLiteral("base"), ms(delay.base) },
                        { QStringLiteral("cap"), ms(delay.cap) },
                        { QStringLiteral("factor"), factor } } },
    };
    co_return co_await runOnTask(QStringLiteral("fail"), key, std::move(arguments));
}

Async<Task> TaskQueue::handBack(TaskKey key, QString token)
{
    return runOnTask(QStringLiteral("hand_back"), std::move(key), { { QStringLiteral("token"), token } });
}

} // namespace slipway::queue
