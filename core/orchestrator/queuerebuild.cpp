// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/queuerebuild.h"

#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcRebuild, "slipway.rebuild")

namespace slipway::orchestrator {

namespace {
const QString owner = QStringLiteral("engine-rebuild");
constexpr auto lease = std::chrono::minutes(5);
} // namespace

QueueRebuild::QueueRebuild(Services &services, AuthorResults &authors)
    : m_services(services)
    , m_authors(authors)
{
}

Async<bool> QueueRebuild::rebuild(ProjectPtr project, ProjectFlow *flow)
{
    if (!flow->wasQueued())
        co_return false;
    CO_TRY(const QList<domain::Task> known, co_await m_services.queue.tasks(project->name, false));
    if (!known.isEmpty())
        co_return false;
    qCWarning(lcRebuild, "%s: Redis has lost the queue; it is made anew", qUtf8Printable(project->name));
    CO_CHECK(co_await flow->queueAgain());
    CO_CHECK(co_await takeUpPullRequests(project));
    m_services.events.notify(QStringLiteral("queue_rebuilt"), project->name,
                             QStringLiteral("The queue of %1 was made anew").arg(project->name),
                             QStringLiteral("Redis had lost it; issues and pull requests say how far it was"));
    co_return true;
}

Async<> QueueRebuild::takeUpPullRequests(ProjectPtr project)
{
    CO_TRY(const QList<forge::PullRequest> pulls, co_await m_services.forgeOf(*project).pullRequests(project->repo));
    QHash<QString, forge::PullRequest> open;
    for (const auto &pull : pulls) {
        if (pull.state == forge::PullRequestState::Open)
            open.insert(pull.head, pull);
    }
    // A task can only leave its queue by a claim. What depends on others had them closed before its pull request opened,
    // so everything that matters is ready.
    QList<queue::Claim> others;
    for (const domain::AgentType type : domain::allAgentTypes()) {
        while (!open.isEmpty()) {
            CO_TRY(auto claim, co_await m_services.queue.claimNextTask(type, owner, lease));
            if (!claim)
                break;
            const bool isOurs = claim->task.key.project == project->name;
            if (isOurs && open.contains(claim->task.branch)) {
                const auto pull = open.take(claim->task.branch);
                CO_CHECK(co_await m_authors.resumeReview(project, claim->task, claim->lease.token, pull));
            } else {
                others.append(*claim);
            }
        }
    }
    for (const auto &claim : std::as_const(others))
        CO_CHECK(co_await m_services.queue.handBack(claim.task.key, claim.lease.token));
    co_return Result<> {};
}

} // namespace slipway::orchestrator
