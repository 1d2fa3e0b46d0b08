// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/task.h"

#include "core/base/clock.h"

#include <QJsonArray>

#include <array>

namespace slipway::domain {

namespace {
constexpr std::array<const char *, 8> phaseNames { "blocked",   "ready", "delayed", "running",
                                                   "in_review", "done",  "dead",    "cancelled" };
}

TaskStatus statusOf(TaskPhase phase)
{
    switch (phase) {
    case TaskPhase::Blocked:
    case TaskPhase::Ready:
    case TaskPhase::Delayed:
        return TaskStatus::Queued;
    case TaskPhase::Running:
        return TaskStatus::InProgress;
    case TaskPhase::InReview:
    case TaskPhase::Done:
        return TaskStatus::Completed;
    case TaskPhase::Dead:
    case TaskPhase::Cancelled:
        return TaskStatus::Failed;
    }
    Q_UNREACHABLE_RETURN(TaskStatus::Failed);
}

QString toString(TaskStatus status)
{
    switch (status) {
    case TaskStatus::Queued:
        return QStringLiteral("queued");
    case TaskStatus::InProgress:
        return QStringLiteral("in_progress");
    case TaskStatus::Completed:
        return QStringLiteral("completed");
    case TaskStatus::Failed:
        return QStringLiteral("failed");
    }
    Q_UNREACHABLE_RETURN({});
}

QString toString(TaskPhase phase)
{
    return QString::fromLatin1(phaseNames.at(static_cast<size_t>(phase)));
}

TaskPhase taskPhaseFromString(const QString &name)
{
    for (size_t i = 0; i < phaseNames.size(); ++i) {
        if (name == QLatin1String(phaseNames.at(i)))
            return static_cast<TaskPhase>(i);
    }
    return TaskPhase::Blocked;
}

TaskKey TaskKey::fromString(const QString &text)
{
    const auto colon = text.lastIndexOf(QLatin1Char(':'));
    if (colon <= 0)
        return {};
    return { text.left(colon), text.mid(colon + 1).toInt() };
}

QJsonObject toJson(const Task &task, bool withContext)
{
    QJsonArray depends;
    for (const int number : task.dependsOn)
        depends.append(number);
    QJsonObject json {
        { QStringLiteral("id"), task.key.toString() },
        { QStringLiteral("project"), task.key.project },
        { QStringLiteral("issue"), task.key.number },
        { QStringLiteral("agent_type"), toString(task.type) },
        { QStringLiteral("kind"), task.kind },
        { QStringLiteral("title"), task.title },
        { QStringLiteral("labels"), QJsonArray::fromStringList(task.labels) },
        { QStringLiteral("full_name"), task.fullName },
        { QStringLiteral("url"), task.url },
        { QStringLiteral("priority"), task.priority },
        { QStringLiteral("status"), toString(statusOf(task.phase)) },
        { QStringLiteral("phase"), toString(task.phase) },
        { QStringLiteral("attempts"), task.attempts },
        { QStringLiteral("max_attempts"), task.maxAttempts },
        { QStringLiteral("lease_owner"), task.leaseOwner },
        { QStringLiteral("lease_until"), double(task.leaseUntilMs) },
        { QStringLiteral("depends_on"), depends },
        { QStringLiteral("branch"), task.branch },
        { QStringLiteral("pr"), task.pr },
        { QStringLiteral("cost_usd"), task.costUsd },
        { QStringLiteral("failure_class"), toString(task.failureClass) },
        { QStringLiteral("failure_detail"), task.failureDetail },
        { QStringLiteral("assigned_at"), task.assignedAt.isValid() ? base::isoTime(task.assignedAt) : QString() },
        { QStringLiteral("updated_at"), task.updatedAt.isValid() ? base::isoTime(task.updatedAt) : QString() },
    };
    if (withContext)
        json.insert(QStringLiteral("context"), task.context);
    return json;
}

Task taskFromJson(const QJsonObject &json)
{
    const auto text = [&](const char *name) { return json.value(QLatin1String(name)).toString(); };
    Task task;
    task.key = { text("project"), json.value(QLatin1String("issue")).toInt() };
    task.type = agentTypeFromString(text("agent_type")).value_or(AgentType::Backend);
    task.kind = text("kind");
    task.title = text("title");
    task.labels = json.value(QLatin1String("labels")).toVariant().toStringList();
    task.fullName = text("full_name");
    task.url = text("url");
    task.priority = json.value(QLatin1String("priority")).toInt(5);
    task.phase = taskPhaseFromString(text("phase"));
    task.attempts = json.value(QLatin1String("attempts")).toInt();
    task.maxAttempts = json.value(QLatin1String("max_attempts")).toInt(3);
    task.leaseOwner = text("lease_owner");
    task.leaseUntilMs = qint64(json.value(QLatin1String("lease_until")).toDouble());
    const auto depends = json.value(QLatin1String("depends_on")).toArray();
    for (const auto &value : depends)
        task.dependsOn.append(value.toInt());
    task.branch = text("branch");
    task.pr = json.value(QLatin1String("pr")).toInt();
    task.costUsd = json.value(QLatin1String("cost_usd")).toDouble();
    task.failureClass = failureClassFromString(text("failure_class"));
    task.failureDetail = text("failure_detail");
    task.assignedAt = QDateTime::fromString(text("assigned_at"), Qt::ISODate);
    task.updatedAt = QDateTime::fromString(text("updated_at"), Qt::ISODate);
    task.context = json.value(QLatin1String("context")).toObject();
    return task;
}

} // namespace slipway::domain
