// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/resultintake.h"

#include "core/base/files.h"

#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcIntake, "slipway.intake")

namespace slipway::orchestrator {

ResultIntake::ResultIntake(Services &services, redis::RedisAddress address, AuthorResults &authors,
                           ReviewResults &reviews, ProjectViews &views, BudgetWatch &budget)
    : m_services(services)
    , m_authors(authors)
    , m_reviews(reviews)
    , m_views(views)
    , m_budget(budget)
    , m_stream(std::move(address), { services.keys.results() },
               [this](const QByteArray &, const control::StreamConsumer::Fields &fields) {
                   return handle(base::parseObject(fields.value("json")));
               })
{
}

Async<> ResultIntake::start()
{
    return m_stream.start();
}

QCoro::Task<> ResultIntake::stop()
{
    return m_stream.stop();
}

QCoro::Task<> ResultIntake::handle(QJsonObject json)
{
    const auto result = workers::runResultFromJson(json);
    const auto project = m_services.projects.find(result.task.project);
    if (!project) {
        qCWarning(lcIntake, "result of %s: %s", qUtf8Printable(result.task.toString()),
                  qUtf8Printable(project.error().message));
        co_return;
    }
    const auto done = co_await act(*project, result);
    if (!done) {
        qCWarning(lcIntake, "result of %s: %s %s", qUtf8Printable(result.task.toString()),
                  qUtf8Printable(done.error().message), qUtf8Printable(done.error().detail));
        // The task goes back with the class of our own failure; nothing of it is lost, the bundle was handed in.
        if (done.error().code != ErrorCode::Conflict && done.error().code != ErrorCode::Cancelled) {
            queue::TaskEnd end { domain::FailureClass::ForgeUnavailable, done.error().message, 0,
                                 std::chrono::seconds(5) };
            const auto failed = co_await m_services.queue.failTask(result.task, result.token, end);
            Q_UNUSED(failed)
        }
    }
    m_views.changed(**project);
}

Async<> ResultIntake::act(ProjectPtr project, workers::RunResult result)
{
    const auto task = co_await m_services.queue.verify(result.task, result.token);
    if (!task)
        co_return forward(task); // a stale token: somebody else has the task, the work is on its rescue ref
    m_budget.book(*project, result.usage);
    if (task->kind == QLatin1String("review"))
        co_return co_await m_reviews.handle(project, *task, result);
    co_return co_await m_authors.handle(project, *task, result);
}

} // namespace slipway::orchestrator
