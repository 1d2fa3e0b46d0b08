// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/taskactions.h"

#include <QJsonArray>

namespace slipway::orchestrator {

TaskActions::TaskActions(Services &services, ProjectViews &views, Attention &attention)
    : m_services(services)
    , m_views(views)
    , m_attention(attention)
{
}

Async<domain::Task> TaskActions::find(domain::TaskKey key)
{
    CO_TRY(const auto task, co_await m_services.queue.task(key));
    if (task)
        co_return *task;
    CO_TRY(const auto ended, co_await m_services.history.task(key));
    if (ended)
        co_return fail(ErrorCode::Conflict,
                       QStringLiteral("%1 ended at %2").arg(key.toString(), base::isoTime(ended->updatedAt)),
                       QStringLiteral("What is left of it is work for a new issue"));
    co_return fail(ErrorCode::NotFound, QStringLiteral("There is no task %1").arg(key.toString()),
                   QStringLiteral("List them with `slipway tasks`"));
}

Async<domain::Task> TaskActions::retry(domain::TaskKey key)
{
    CO_TRY(const domain::Task task, co_await find(key));
    QJsonObject context = task.context;
    // A person's word gives every round anew, and lets the same failure be tried again.
    for (const char *counter : { "ci_round", "review_round", "conflict_round" })
        context.remove(QLatin1String(counter));
    CO_TRY(const domain::Task again, co_await m_services.queue.requeue(key, context, true));
    m_attention.settle(key);
    const auto project = m_services.projects.find(key.project);
    if (project && (*project)->state == QLatin1String("waiting")) {
        (*project)->state = QStringLiteral("running");
        m_views.changed(**project);
    }
    co_return again;
}

Async<domain::Task> TaskActions::cancel(domain::TaskKey key, QString why)
{
    CO_TRY(const domain::Task task, co_await find(key));
    CO_TRY(const domain::Task cancelled, co_await m_services.queue.cancel(key, why));
    m_attention.settle(key);
    const int issue = task.context.value(QLatin1String("issue")).toInt();
    if (task.kind == QLatin1String("review") && issue > 0) {
        const domain::TaskKey author { key.project, issue };
        const auto given = co_await m_services.queue.cancel(author, why);
        if (!given && given.error().code != ErrorCode::Conflict) // done: there is nothing to give up
            co_return forward(given);
        m_attention.settle(author);
    }
    co_return cancelled;
}

Async<> TaskActions::message(domain::TaskKey key, QString text)
{
    if (text.trimmed().isEmpty())
        co_return fail(ErrorCode::Invalid, QStringLiteral("The message is empty"));
    CO_TRY(const domain::Task task, co_await find(key));
    QJsonObject context = task.context;
    QJsonArray messages = context.value(QLatin1String("messages")).toArray();
    messages.append(text.left(4000));
    context.insert(QStringLiteral("messages"), messages);
    CO_CHECK(co_await m_services.queue.setContext(key, context));
    co_return Result<> {};
}

} // namespace slipway::orchestrator
