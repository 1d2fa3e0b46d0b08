// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/queuerebuild.h"

namespace slipway::orchestrator {

namespace {
const QString owner = QStringLiteral("engine-rebuild");
constexpr auto lease = std::chrono::minutes(5);
} // namespace

QueueRebuild::QueueRebuild(Services &services, ProjectViews &views, AuthorResults &authors)
    : m_services(services)
    , m_views(views)
    , m_authors(authors)
{
}

Async<QList<domain::TaskKey>> QueueRebuild::rebuild(ProjectPtr project, ProjectFlow *flow)
{
    if (!flow->wasQueued())
        co_return QList<domain::TaskKey> {};
    CO_TRY(const QList<domain::Task> tasks, co_await flow->queueAgain());
    CO_CHECK(co_await takeUpPullRequests(project, tasks));
    QList<domain::TaskKey> keys;
    for (const auto &task : tasks)
        keys.append(task.key);
    CO_CHECK(co_await dropLost(project));
    m_views.publishNow(*project);
    co_return keys;
}

Async<> QueueRebuild::dropLost(ProjectPtr project)
{
    CO_TRY(const QList<domain::Task> queued, co_await m_services.queue.tasks(project->name));
    QSet<QString> there;
    for (const auto &task : queued)
        there.insert(task.key.toString());
    const auto &shown = m_services.store.snapshot().tasks;
    for (auto task = shown.constBegin(); task != shown.constEnd(); ++task) {
        if (task->key.project == project->name && !there.contains(task.key()))
            m_services.events.publish(QStringLiteral("task_removed"), { { QStringLiteral("id"), task.key() } });
    }
    co_return Result<> {};
}

Async<> QueueRebuild::takeUpPullRequests(ProjectPtr project, QList<domain::Task> tasks)
{
    CO_TRY(const QList<forge::PullRequest> pulls, co_await m_services.forgeOf(*project).pullRequests(project->repo));
    for (const auto &pull : pulls) {
        if (pull.state != forge::PullRequestState::Open)
            continue;
        // One that is to be changed again (findings, red checks) is no new one, and goes on as it is.
        const auto task = std::ranges::find_if(tasks, [&](const domain::Task &t) {
            return t.branch == pull.head && t.context.value(QLatin1String("purpose")) == QLatin1String("implement")
                && (t.phase == domain::TaskPhase::Blocked || t.phase == domain::TaskPhase::Ready);
        });
        if (task != tasks.end())
            CO_CHECK(co_await takeUp(project, *task, pull));
    }
    co_return Result<> {};
}

Async<> QueueRebuild::takeUp(ProjectPtr project, domain::Task task, forge::PullRequest pull)
{
    // A task leaves its queue by a claim only; all others are held, so that it is the one that comes.
    CO_CHECK(co_await m_services.queue.releaseHold(task.key));
    CO_TRY(const auto claim, co_await m_services.queue.claimNextTask(task.type, owner, lease));
    if (!claim)
        co_return Result<> {}; // a dependency of it was opened again: it waits for that
    if (claim->task.key != task.key) {
        CO_CHECK(co_await m_services.queue.handBack(claim->task.key, claim->lease.token));
        co_return Result<> {};
    }
    co_return co_await m_authors.resumeReview(project, claim->task, claim->lease.token, pull);
}

} // namespace slipway::orchestrator
