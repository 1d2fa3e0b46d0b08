// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue/scriptarguments.h"
#include "core/queue/taskfields.h"
#include "core/queue/taskqueue.h"

#include <QJsonArray>

namespace slipway::queue {

using domain::Task;
using domain::TaskKey;
using domain::TaskPhase;

Async<std::optional<Task>> TaskQueue::task(TaskKey key)
{
    const QList<QByteArray> read { "HGETALL", m_keys.task(key) };
    const auto reply = co_await m_client.command(read);
    if (!reply)
        co_return forward(reply);
    if (reply->elements.isEmpty())
        co_return std::nullopt;
    co_return taskFromFields(*reply);
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
        Task task;
        for (qsizetype i = 0; i < fields.size(); ++i)
            setField(task, fields.at(i), reply->elements.at(first + i).string);
        list.append(std::move(task));
    }
    co_return list;
}

Async<QMap<int, QList<int>>> TaskQueue::blockedByDead(QString project)
{
    const QByteArray pattern = m_keys.task({ project, 0 }).chopped(1) + "*->";
    const QList<QByteArray> sort { "SORT", m_keys.project(project), "GET", "#", "GET", pattern + "blocked_by_dead" };
    const auto reply = co_await m_client.command(sort);
    if (!reply)
        co_return forward(reply);
    QMap<int, QList<int>> stuck;
    for (qsizetype i = 0; i + 1 < reply->elements.size(); i += 2) {
        const auto behind = numbersFrom(reply->elements.at(i + 1).string);
        if (!behind.isEmpty())
            stuck.insert(reply->elements.at(i).string.toInt(), behind);
    }
    co_return stuck;
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
