// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/queue/scriptarguments.h"
#include "core/queue/taskfields.h"
#include "core/queue/taskqueue.h"

#include <QJsonArray>

namespace slipway::queue {

using domain::Task;
using domain::TaskKey;
using domain::TaskPhase;

namespace {

constexpr int recoverBatch = 200;

} // namespace

Async<Task> TaskQueue::close(TaskKey key)
{
    return runOnTask(QStringLiteral("close"), std::move(key));
}

Async<> TaskQueue::setClosed(QString project, QList<int> numbers)
{
    CO_CHECK(checkNumbers(numbers));
    QJsonObject arguments { { QStringLiteral("project"), project }, { QStringLiteral("numbers"), jsonOf(numbers) } };
    const auto reply = co_await run(QStringLiteral("set_closed"), std::move(arguments));
    if (!reply)
        co_return forward(reply);
    co_return Result<> {};
}

Async<Task> TaskQueue::setDependencies(TaskKey key, QList<int> dependsOn)
{
    CO_CHECK(checkNumbers(dependsOn));
    const QJsonArray list = jsonOf(dependsOn);
    QJsonObject arguments { { QStringLiteral("depends_on"), list },
                            { QStringLiteral("text"), QString::fromUtf8(base::compact(list)) } };
    co_return co_await runOnTask(QStringLiteral("set_dependencies"), key, std::move(arguments));
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
            moved.append(taskFromFields(hash));
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

Async<QList<Task>> TaskQueue::endedTasks(std::chrono::milliseconds age, int limit)
{
    QJsonObject arguments { { QStringLiteral("types"), typeNames() },
                            { QStringLiteral("before"), QString::number(m_clock.nowMs() - age.count()) },
                            { QStringLiteral("limit"), limit } };
    const auto reply = co_await run(QStringLiteral("ended"), std::move(arguments));
    if (!reply)
        co_return forward(reply);
    QList<Task> tasks;
    for (const auto &hash : reply->elements)
        tasks.append(taskFromFields(hash));
    co_return tasks;
}

Async<int> TaskQueue::forgetEnded(QList<TaskKey> keys, std::chrono::milliseconds age)
{
    QJsonArray ids;
    for (const auto &key : keys)
        ids.append(key.toString());
    QJsonObject arguments { { QStringLiteral("ids"), ids },
                            { QStringLiteral("before"), QString::number(m_clock.nowMs() - age.count()) } };
    const auto reply = co_await run(QStringLiteral("forget"), std::move(arguments));
    if (!reply)
        co_return forward(reply);
    co_return int(reply->integer);
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

} // namespace slipway::queue
