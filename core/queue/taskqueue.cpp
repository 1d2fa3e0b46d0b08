// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue/taskqueue.h"

#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/queue/taskfields.h"

#include <QJsonArray>
#include <QRandomGenerator>

namespace slipway::queue {

using domain::Task;
using domain::TaskKey;
using domain::TaskPhase;

namespace {

constexpr int recoverBatch = 200;

QJsonArray typeNames()
{
    QJsonArray names;
    for (const auto type : domain::allAgentTypes())
        names.append(domain::toString(type));
    return names;
}

QJsonArray arrayOf(const QList<int> &numbers)
{
    QJsonArray array;
    for (const int number : numbers)
        array.append(number);
    return array;
}

double ms(std::chrono::milliseconds duration)
{
    return double(duration.count());
}

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

} // namespace

TaskQueue::TaskQueue(redis::RedisClient &client, Keys keys, const base::Clock &clock, RetryPolicy policy)
    : m_client(client)
    , m_keys(std::move(keys))
    , m_clock(clock)
    , m_policy(policy)
{
}

Async<redis::Reply> TaskQueue::run(QString script, QJsonObject arguments, QList<QByteArray> keys)
{
    const QDateTime now = m_clock.now();
    arguments.insert(QStringLiteral("prefix"), QString::fromUtf8(m_keys.prefix()));
    arguments.insert(QStringLiteral("now"), QString::number(now.toMSecsSinceEpoch()));
    arguments.insert(QStringLiteral("now_iso"), base::isoTime(now));
    const QList<QByteArray> packed { base::compact(arguments) };
    return m_client.script(QStringLiteral("queue/") + script, std::move(keys), packed);
}

Async<Task> TaskQueue::runOnTask(QString script, TaskKey key, QJsonObject arguments)
{
    arguments.insert(QStringLiteral("id"), key.toString());
    const QList<QByteArray> keys { m_keys.task(key) };
    const auto reply = co_await run(std::move(script), std::move(arguments), keys);
    if (!reply)
        co_return forward(reply);
    co_return taskFromFields(reply->pairs());
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
    if (task.kind.isEmpty())
        task.kind = QStringLiteral("implement");
    QJsonObject arguments { { QStringLiteral("project"), task.key.project },
                            { QStringLiteral("number"), task.key.number },
                            { QStringLiteral("fields"), fieldsOf(task) },
                            { QStringLiteral("member"), QString::fromUtf8(memberOf(task)) },
                            { QStringLiteral("depends_on"), arrayOf(task.dependsOn) },
                            { QStringLiteral("hold"), hold },
                            { QStringLiteral("only_new"), onlyNew } };
    co_return co_await runOnTask(QStringLiteral("enqueue"), task.key, std::move(arguments));
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
    Claim claim { taskFromFields(reply->pairs()), {} };
    claim.lease = { claim.task.leaseOwner, claim.task.leaseToken, claim.task.leaseUntilMs };
    co_return claim;
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

Async<Task> TaskQueue::completeTask(TaskKey key, QString token, TaskPhase phase, QString branch, int pr, TaskEnd end)
{
    if (phase != TaskPhase::InReview && phase != TaskPhase::Done) {
        co_return fail(ErrorCode::Invalid,
                       QStringLiteral("A task completes as in_review or done, not as %1").arg(domain::toString(phase)));
    }
    QJsonObject arguments { { QStringLiteral("token"), token },
                            { QStringLiteral("phase"), domain::toString(phase) },
                            { QStringLiteral("branch"), branch },
                            { QStringLiteral("pr"), pr },
                            { QStringLiteral("cost"), end.costUsd } };
    co_return co_await runOnTask(QStringLiteral("complete"), key, std::move(arguments));
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

Async<Task> TaskQueue::close(TaskKey key)
{
    return runOnTask(QStringLiteral("close"), std::move(key));
}

Async<> TaskQueue::setClosed(QString project, QList<int> numbers)
{
    QJsonObject arguments { { QStringLiteral("project"), project }, { QStringLiteral("numbers"), arrayOf(numbers) } };
    const auto reply = co_await run(QStringLiteral("set_closed"), std::move(arguments));
    if (!reply)
        co_return forward(reply);
    co_return Result<> {};
}

Async<Task> TaskQueue::requeue(TaskKey key, QJsonObject context, bool resetAttempts)
{
    const QString text = context.isEmpty() ? QString() : QString::fromUtf8(base::compact(context));
    return runOnTask(QStringLiteral("requeue"), std::move(key),
                     { { QStringLiteral("context"), text }, { QStringLiteral("reset_attempts"), resetAttempts } });
}

Async<Task> TaskQueue::releaseHold(TaskKey key)
{
    return runOnTask(QStringLiteral("release_hold"), std::move(key));
}

Async<Task> TaskQueue::bury(TaskKey key, domain::FailureClass failure, QString detail)
{
    return runOnTask(QStringLiteral("bury"), std::move(key),
                     { { QStringLiteral("phase"), domain::toString(TaskPhase::Dead) },
                       { QStringLiteral("failure"), domain::toString(failure) },
                       { QStringLiteral("detail"), base::redact(detail) } });
}

Async<Task> TaskQueue::cancel(TaskKey key, QString why)
{
    return runOnTask(QStringLiteral("bury"), std::move(key),
                     { { QStringLiteral("phase"), domain::toString(TaskPhase::Cancelled) },
                       { QStringLiteral("failure"), domain::toString(domain::FailureClass::Cancelled) },
                       { QStringLiteral("detail"), base::redact(why) } });
}

Async<Task> TaskQueue::release(TaskKey key)
{
    return runOnTask(QStringLiteral("release"), std::move(key));
}

Async<Task> TaskQueue::prioritise(TaskKey key, int priority)
{
    if (priority < 0 || priority > 9)
        co_return fail(ErrorCode::Invalid, QStringLiteral("The priority %1 is not between 0 and 9").arg(priority));
    QJsonObject arguments { { QStringLiteral("priority"), priority } };
    co_return co_await runOnTask(QStringLiteral("prioritise"), key, std::move(arguments));
}

Async<> TaskQueue::setContext(TaskKey key, QJsonObject context)
{
    QJsonObject arguments { { QStringLiteral("id"), key.toString() },
                            { QStringLiteral("context"), QString::fromUtf8(base::compact(context)) } };
    const QList<QByteArray> keys { m_keys.task(key) };
    const auto reply = co_await run(QStringLiteral("set_context"), std::move(arguments), keys);
    if (!reply)
        co_return forward(reply);
    co_return Result<> {};
}

Async<QList<Task>> TaskQueue::recover()
{
    QList<Task> moved;
    for (;;) {
        QJsonObject arguments { { QStringLiteral("types"), typeNames() },
                                { QStringLiteral("skew"), ms(m_policy.leaseSkew) },
                                { QStringLiteral("limit"), recoverBatch } };
        const auto reply = co_await run(QStringLiteral("recover"), std::move(arguments));
        if (!reply)
            co_return forward(reply);
        for (const auto &hash : reply->elements)
            moved.append(taskFromFields(hash.pairs()));
        if (reply->elements.size() < recoverBatch)
            co_return moved;
    }
}

Async<std::optional<std::chrono::milliseconds>> TaskQueue::nextDue()
{
    QJsonObject arguments { { QStringLiteral("types"), typeNames() },
                            { QStringLiteral("skew"), ms(m_policy.leaseSkew) } };
    const auto reply = co_await run(QStringLiteral("next_due"), std::move(arguments));
    if (!reply)
        co_return forward(reply);
    if (reply->isNil())
        co_return std::nullopt;
    co_return std::chrono::milliseconds(reply->integer);
}

Async<std::optional<Task>> TaskQueue::task(TaskKey key)
{
    const QList<QByteArray> read { "HGETALL", m_keys.task(key) };
    const auto reply = co_await m_client.command(read);
    if (!reply)
        co_return forward(reply);
    if (reply->elements.isEmpty())
        co_return std::nullopt;
    co_return taskFromFields(reply->pairs());
}

Async<QList<Task>> TaskQueue::tasks(QString project, bool withContext)
{
    // SORT … GET reads all hashes in one atomic command at the server's own speed; a script would hold it up ten times as
    // long for a large board.
    QList<QByteArray> fields = taskFieldNames();
    if (!withContext)
        fields.removeAll("context");
    const QByteArray pattern = m_keys.task({ project, 0 }).chopped(1) + "*->";
    QList<QByteArray> sort { "SORT", m_keys.project(project) };
    for (const QByteArray &field : std::as_const(fields))
        sort << "GET" << QByteArray(pattern + field);
    const auto reply = co_await m_client.command(sort);
    if (!reply)
        co_return forward(reply);
    QList<Task> list;
    list.reserve(reply->elements.size() / fields.size());
    for (qsizetype first = 0; first + fields.size() <= reply->elements.size(); first += fields.size()) {
        QMap<QByteArray, QByteArray> hash;
        for (qsizetype i = 0; i < fields.size(); ++i)
            hash.insert(fields.at(i), reply->elements.at(first + i).string);
        list.append(taskFromFields(hash));
    }
    co_return list;
}

Async<QMap<TaskPhase, int>> TaskQueue::phases(QString project)
{
    QJsonObject arguments { { QStringLiteral("project"), project } };
    const QList<QByteArray> keys { m_keys.project(project) };
    const auto reply = co_await run(QStringLiteral("phases"), std::move(arguments), keys);
    if (!reply)
        co_return forward(reply);
    QMap<TaskPhase, int> counts;
    const auto pairs = reply->pairs();
    for (auto it = pairs.begin(); it != pairs.end(); ++it)
        counts.insert(domain::taskPhaseFromString(QString::fromLatin1(it.key())), it.value().toInt());
    co_return counts;
}

Async<QMap<QString, domain::QueueView>> TaskQueue::overview()
{
    QJsonObject arguments { { QStringLiteral("types"), typeNames() } };
    const auto reply = co_await run(QStringLiteral("overview"), std::move(arguments));
    if (!reply)
        co_return forward(reply);
    QMap<QString, domain::QueueView> views;
    const auto &types = domain::allAgentTypes();
    for (qsizetype i = 0; i < types.size(); ++i) {
        const auto counts = reply->elements.value(i).elements;
        const auto count = [&](qsizetype column) { return int(counts.value(column).integer); };
        views.insert(domain::toString(types.at(i)),
                     { count(0), count(1), count(2), count(3), count(4), count(5), count(6) });
    }
    co_return views;
}

Async<> TaskQueue::removeProject(QString project)
{
    QJsonObject arguments { { QStringLiteral("project"), project } };
    const QList<QByteArray> keys { m_keys.project(project) };
    const auto reply = co_await run(QStringLiteral("remove_project"), std::move(arguments), keys);
    if (!reply)
        co_return forward(reply);
    co_return Result<> {};
}

Async<> TaskQueue::setPaused(QString project, bool paused, QString who)
{
    QJsonObject arguments { { QStringLiteral("project"), project.isEmpty() ? QStringLiteral("*") : project },
                            { QStringLiteral("paused"), paused },
                            { QStringLiteral("who"), who },
                            { QStringLiteral("types"), typeNames() } };
    const QList<QByteArray> keys { m_keys.paused() };
    const auto reply = co_await run(QStringLiteral("set_paused"), std::move(arguments), keys);
    if (!reply)
        co_return forward(reply);
    co_return Result<> {};
}

Async<QStringList> TaskQueue::pausedProjects()
{
    const QList<QByteArray> read { "HKEYS", m_keys.paused() };
    const auto reply = co_await m_client.command(read);
    if (!reply)
        co_return forward(reply);
    QStringList names;
    for (const auto &name : reply->strings())
        names.append(QString::fromUtf8(name));
    names.sort();
    co_return names;
}

} // namespace slipway::queue
