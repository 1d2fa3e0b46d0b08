// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue/taskfields.h"

#include "core/base/files.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace slipway::queue {

namespace {

QString jsonText(const QJsonArray &array)
{
    return QString::fromUtf8(base::compact(array));
}

QJsonArray arrayOf(const QList<int> &numbers)
{
    QJsonArray array;
    for (const int number : numbers)
        array.append(number);
    return array;
}

QJsonArray arrayFrom(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).array();
}

/// As `detailOf` in lib/task.lua.
QString waitsFor(const QByteArray &blockedByDead)
{
    QStringList names;
    for (const int number : numbersFrom(blockedByDead))
        names.append(QStringLiteral("#%1").arg(number));
    return names.isEmpty() ? QString()
                           : QStringLiteral("Waits for %1, which needs attention").arg(names.join(QLatin1String(", ")));
}

} // namespace

QList<int> numbersFrom(const QByteArray &json)
{
    QList<int> numbers;
    if (json.size() > 2) { // not empty, not []
        for (const auto &number : arrayFrom(json))
            numbers.append(number.toInt());
    }
    return numbers;
}

QJsonObject fieldsOf(const domain::Task &task)
{
    return {
        { QStringLiteral("project"), task.key.project },
        { QStringLiteral("issue"), QString::number(task.key.number) },
        { QStringLiteral("agent_type"), domain::toString(task.type) },
        { QStringLiteral("kind"), task.kind },
        { QStringLiteral("title"), task.title },
        { QStringLiteral("labels"), jsonText(QJsonArray::fromStringList(task.labels)) },
        { QStringLiteral("full_name"), task.fullName },
        { QStringLiteral("url"), task.url },
        { QStringLiteral("priority"), QString::number(task.priority) },
        { QStringLiteral("attempts"), QString::number(task.attempts) },
        { QStringLiteral("max_attempts"), QString::number(task.maxAttempts) },
        { QStringLiteral("lease_owner"), QString() },
        { QStringLiteral("lease_token"), QString() },
        { QStringLiteral("lease_until"), QStringLiteral("0") },
        { QStringLiteral("depends_on"), jsonText(arrayOf(task.dependsOn)) },
        { QStringLiteral("branch"), task.branch },
        { QStringLiteral("pr"), QString::number(task.pr) },
        { QStringLiteral("cost_usd"), QString::number(task.costUsd, 'g', 10) },
        { QStringLiteral("failure_class"), domain::toString(task.failureClass) },
        { QStringLiteral("failure_detail"), task.failureDetail },
        { QStringLiteral("context"), QString::fromUtf8(base::compact(task.context)) },
    };
}

domain::Task taskFromFields(const QMap<QByteArray, QByteArray> &hash)
{
    const auto text = [&](const char *name) { return QString::fromUtf8(hash.value(name)); };
    const auto time = [&](const char *name) { return QDateTime::fromString(text(name), Qt::ISODate); };
    domain::Task task;
    task.key = { text("project"), hash.value("issue").toInt() };
    task.type = domain::agentTypeFromString(text("agent_type")).value_or(domain::AgentType::Backend);
    task.kind = text("kind");
    task.title = text("title");
    for (const auto &label : arrayFrom(hash.value("labels")))
        task.labels.append(label.toString());
    task.fullName = text("full_name");
    task.url = text("url");
    task.priority = hash.value("priority", "5").toInt();
    task.phase = domain::taskPhaseFromString(text("phase"));
    task.attempts = hash.value("attempts").toInt();
    task.maxAttempts = hash.value("max_attempts", "3").toInt();
    task.leaseOwner = text("lease_owner");
    task.leaseToken = text("lease_token");
    task.leaseUntilMs = hash.value("lease_until").toLongLong();
    task.dependsOn = numbersFrom(hash.value("depends_on"));
    task.branch = text("branch");
    task.pr = hash.value("pr").toInt();
    task.costUsd = hash.value("cost_usd").toDouble();
    task.failureClass = domain::failureClassFromString(text("failure_class"));
    task.failureDetail = text("failure_detail");
    if (task.failureDetail.isEmpty())
        task.failureDetail = waitsFor(hash.value("blocked_by_dead"));
    task.assignedAt = time("assigned_at");
    task.updatedAt = time("updated_at");
    task.context = base::parseObject(hash.value("context"));
    return task;
}

QList<QByteArray> taskFieldNames()
{
    return { "agent_type",  "assigned_at", "attempts",     "blocked_by_dead", "branch",
             "context",     "cost_usd",    "depends_on",   "failure_class",   "failure_detail",
             "full_name",   "issue",       "kind",         "labels",          "lease_owner",
             "lease_token", "lease_until", "max_attempts", "phase",           "pr",
             "priority",    "project",     "title",        "updated_at",      "url" };
}

QByteArray memberOf(const domain::Task &task)
{
    const QJsonObject member { { QStringLiteral("agent_type"), domain::toString(task.type) },
                               { QStringLiteral("issue"), task.key.number },
                               { QStringLiteral("labels"), QJsonArray::fromStringList(task.labels) },
                               { QStringLiteral("project"), task.key.project },
                               { QStringLiteral("repo"), task.fullName },
                               { QStringLiteral("title"), task.title },
                               { QStringLiteral("url"), task.url } };
    return base::compact(member);
}

} // namespace slipway::queue
