// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue/taskfields.h"

#include "core/base/files.h"
#include "core/queue/scriptarguments.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace slipway::queue {

namespace {

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

QDateTime timeFrom(const QByteArray &text)
{
    return QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate);
}

using Setter = void (*)(domain::Task &task, const QByteArray &value);

const QHash<QByteArray, Setter> &setters()
{
    using domain::Task;
    using Value = const QByteArray &;
    static const QHash<QByteArray, Setter> table {
        { "project", [](Task &t, Value v) { t.key.project = QString::fromUtf8(v); } },
        { "issue", [](Task &t, Value v) { t.key.number = v.toInt(); } },
        { "agent_type",
          [](Task &t, Value v) {
              t.type = domain::agentTypeFromString(QString::fromLatin1(v)).value_or(domain::AgentType::Backend);
          } },
        { "kind", [](Task &t, Value v) { t.kind = QString::fromUtf8(v); } },
        { "title", [](Task &t, Value v) { t.title = QString::fromUtf8(v); } },
        { "labels",
          [](Task &t, Value v) {
              for (const auto &label : arrayFrom(v))
                  t.labels.append(label.toString());
          } },
        { "full_name", [](Task &t, Value v) { t.fullName = QString::fromUtf8(v); } },
        { "url", [](Task &t, Value v) { t.url = QString::fromUtf8(v); } },
        { "priority", [](Task &t, Value v) { t.priority = v.toInt(); } },
        { "phase", [](Task &t, Value v) { t.phase = domain::taskPhaseFromString(QString::fromLatin1(v)); } },
        { "attempts", [](Task &t, Value v) { t.attempts = v.toInt(); } },
        { "max_attempts", [](Task &t, Value v) { t.maxAttempts = v.toInt(); } },
        { "lease_owner", [](Task &t, Value v) { t.leaseOwner = QString::fromUtf8(v); } },
        { "lease_token", [](Task &t, Value v) { t.leaseToken = QString::fromUtf8(v); } },
        { "lease_until", [](Task &t, Value v) { t.leaseUntilMs = v.toLongLong(); } },
        { "depends_on", [](Task &t, Value v) { t.dependsOn = numbersFrom(v); } },
        { "branch", [](Task &t, Value v) { t.branch = QString::fromUtf8(v); } },
        { "pr", [](Task &t, Value v) { t.pr = v.toInt(); } },
        { "cost_usd", [](Task &t, Value v) { t.costUsd = v.toDouble(); } },
        { "failure_class",
          [](Task &t, Value v) { t.failureClass = domain::failureClassFromString(QString::fromLatin1(v)); } },
        { "failure_detail",
          [](Task &t, Value v) {
              if (!v.isEmpty())
                  t.failureDetail = QString::fromUtf8(v);
          } },
        { "blocked_by_dead",
          [](Task &t, Value v) {
              if (t.failureDetail.isEmpty())
                  t.failureDetail = waitsFor(v);
          } },
        { "assigned_at", [](Task &t, Value v) { t.assignedAt = timeFrom(v); } },
        { "updated_at", [](Task &t, Value v) { t.updatedAt = timeFrom(v); } },
        { "context", [](Task &t, Value v) { t.context = base::parseObject(v); } },
    };
    return table;
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

QList<QByteArray> fieldsOf(const domain::Task &task)
{
    return {
        "project",
        task.key.project.toUtf8(),
        "issue",
        QByteArray::number(task.key.number),
        "agent_type",
        domain::toString(task.type).toLatin1(),
        "kind",
        task.kind.toUtf8(),
        "title",
        task.title.toUtf8(),
        "labels",
        base::compact(QJsonArray::fromStringList(task.labels)),
        "full_name",
        task.fullName.toUtf8(),
        "url",
        task.url.toUtf8(),
        "priority",
        QByteArray::number(task.priority),
        "attempts",
        QByteArray::number(task.attempts),
        "max_attempts",
        QByteArray::number(task.maxAttempts),
        "lease_owner",
        QByteArray(),
        "lease_token",
        QByteArray(),
        "lease_until",
        "0",
        "depends_on",
        base::compact(jsonOf(task.dependsOn)),
        "branch",
        task.branch.toUtf8(),
        "pr",
        QByteArray::number(task.pr),
        "failure_class",
        domain::toString(task.failureClass).toLatin1(),
        "failure_detail",
        task.failureDetail.toUtf8(),
        "context",
        base::compact(task.context),
    };
}

void setField(domain::Task &task, const QByteArray &name, const QByteArray &value)
{
    if (const auto setter = setters().constFind(name); setter != setters().constEnd())
        (*setter)(task, value);
}

domain::Task taskFromFields(const redis::Reply &flat)
{
    domain::Task task;
    for (qsizetype i = 0; i + 1 < flat.elements.size(); i += 2)
        setField(task, flat.elements.at(i).string, flat.elements.at(i + 1).string);
    return task;
}

QList<QByteArray> taskFieldNames()
{
    auto names = setters().keys();
    std::ranges::sort(names);
    return names;
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
