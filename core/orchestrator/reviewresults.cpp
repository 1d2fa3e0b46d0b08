// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/reviewresults.h"

#include <QJsonArray>

namespace slipway::orchestrator {

using domain::TaskPhase;

QString reviewBody(const QJsonObject &verdict)
{
    QString body = verdict.value(QLatin1String("summary")).toString();
    const auto criteria = verdict.value(QLatin1String("criteria")).toArray();
    if (!criteria.isEmpty())
        body += QStringLiteral("\n\n| criterion | met | evidence |\n|---|---|---|\n");
    for (const auto &value : criteria) {
        const auto c = value.toObject();
        QString evidence = c.value(QLatin1String("evidence")).toString();
        evidence.replace(QLatin1Char('\n'), QLatin1Char(' '));
        body += QStringLiteral("| %1 | %2 | %3 |\n")
                    .arg(c.value(QLatin1String("criterion")).toString(),
                         c.value(QLatin1String("met")).toBool() ? QStringLiteral("yes") : QStringLiteral("no"),
                         evidence);
    }
    const auto findings = verdict.value(QLatin1String("findings")).toArray();
    for (const auto &value : findings) {
        const auto f = value.toObject();
        body += QStringLiteral("\n- **%1** `%2:%3` %4")
                    .arg(f.value(QLatin1String("severity")).toString(), f.value(QLatin1String("file")).toString())
                    .arg(f.value(QLatin1String("line")).toInt())
                    .arg(f.value(QLatin1String("text")).toString());
    }
    return body;
}

ReviewResults::ReviewResults(Services &services, Attention &attention, DeployFlow &deploys)
    : m_services(services)
    , m_attention(attention)
    , m_deploys(deploys)
{
}

merge::MergeTrain &ReviewResults::trainOf(const ProjectPtr &project)
{
    auto &train = m_trains[project->name];
    if (!train)
        train = std::make_unique<merge::MergeTrain>(m_services.forgeOf(*project), project->repo);
    return *train;
}

void ReviewResults::forget(const QString &project)
{
    m_trains.erase(project);
}

Async<> ReviewResults::handle(ProjectPtr project, domain::Task review, workers::RunResult result)
{
    if (result.failure != domain::FailureClass::None) {
        queue::TaskEnd end { result.failure, result.detail, result.usage.usd,
                             std::chrono::milliseconds(result.retryAfterMs) };
        CO_TRY(const domain::Task after, co_await m_services.queue.failTask(review.key, result.token, end));
        if (after.phase == TaskPhase::Dead)
            co_return co_await m_attention.call(project, after);
        co_return Result<> {};
    }
    forge::Review note;
    const bool approved = result.verdict.value(QLatin1String("verdict")).toString() == QLatin1String("approve");
    note.verdict = approved ? forge::ReviewVerdict::Approve : forge::ReviewVerdict::RequestChanges;
    note.author = QStringLiteral("slipway-qa");
    note.body = reviewBody(result.verdict);
    note.sha = review.context.value(QLatin1String("head")).toString();
    const QString marker = QStringLiteral("review:") + result.run;
    CO_CHECK(co_await m_services.forgeOf(*project).ensureReview(project->repo, review.key.number, marker, note));
    if (approved)
        co_return co_await approve(project, review, result);
    co_return co_await sendBack(project, review, result);
}

Async<> ReviewResults::finish(domain::Task review, workers::RunResult result)
{
    queue::TaskEnd end { domain::FailureClass::None, {}, result.usage.usd, {} };
    CO_CHECK(co_await m_services.queue.completeTask(review.key, result.token, TaskPhase::Done, review.branch,
                                                    review.key.number, end));
    co_return Result<> {};
}

Async<> ReviewResults::approve(ProjectPtr project, domain::Task review, workers::RunResult result)
{
    const QString head = review.context.value(QLatin1String("head")).toString();
    const int issue = review.context.value(QLatin1String("issue")).toInt();
    CO_CHECK(m_services.leads());
    CO_TRY(const forge::MergeOutcome outcome, co_await trainOf(project).merge(review.key.number, head));
    switch (outcome.kind) {
    case forge::MergeOutcome::Kind::Merged:
        co_return co_await merged(project, review, result);
    case forge::MergeOutcome::Kind::Conflict: {
        const QJsonObject additions { { QStringLiteral("conflicts"), QJsonArray::fromStringList(outcome.conflicts) },
                                      { QStringLiteral("head"), head } };
        CO_CHECK(co_await backToAuthor(project, issue, QStringLiteral("conflict"), QStringLiteral("conflict_round"),
                                       m_services.settings.maxConflictRounds, additions,
                                       QStringLiteral("The conflict with the default branch is not resolved")));
        co_return co_await finish(review, result);
    }
    case forge::MergeOutcome::Kind::HeadMoved:
        // A newer head has a review of its own, queued when it was pushed.
        co_return co_await finish(review, result);
    case forge::MergeOutcome::Kind::NotAllowed:
        CO_CHECK(co_await m_attention.give(project, { project->name, issue }, domain::FailureClass::ForgeUnavailable,
                                           QStringLiteral("The merge is not allowed: ") + outcome.reason));
        co_return co_await finish(review, result);
    }
    co_return Result<> {};
}

Async<> ReviewResults::merged(ProjectPtr project, domain::Task review, workers::RunResult result)
{
    auto &forge = m_services.forgeOf(*project);
    const int issue = review.context.value(QLatin1String("issue")).toInt();
    // Before anything that waited for it may start: workers begin on what the mirror holds.
    CO_TRY(const QString mirror, co_await forge.mirror(project->repo));
    forge::IssueChange change;
    change.state = forge::IssueState::Closed;
    change.removeLabels = { QStringLiteral("in-review"), QStringLiteral("needs-attention") };
    CO_CHECK(co_await forge.changeIssue(project->repo, issue, change));
    CO_CHECK(co_await m_services.queue.close({ project->name, issue }));
    CO_CHECK(co_await finish(review, result));
    const auto deleted = co_await forge.deleteBranch(project->repo, review.branch);
    Q_UNUSED(deleted)
    const auto updated = co_await m_services.git.fastForward(project->path, mirror, project->defaultBranch);
    Q_UNUSED(updated) // changes of a person stand in the way: their clone is left alone
    co_return Result<> {};
}

Async<> ReviewResults::sendBack(ProjectPtr project, domain::Task review, workers::RunResult result)
{
    const int issue = review.context.value(QLatin1String("issue")).toInt();
    const QString summary = result.verdict.value(QLatin1String("summary")).toString();
    co_await m_services.remember(project->name, QStringLiteral("review"),
                                 QString(review.title + QStringLiteral(": ") + summary));
    const QJsonObject additions { { QStringLiteral("findings"), result.verdict.value(QLatin1String("findings")) },
                                  { QStringLiteral("review_summary"), result.verdict.value(QLatin1String("summary")) },
                                  { QStringLiteral("criteria"), result.verdict.value(QLatin1String("criteria")) },
                                  { QStringLiteral("head"), review.context.value(QLatin1String("head")) } };
    CO_CHECK(co_await backToAuthor(project, issue, QStringLiteral("rework"), QStringLiteral("review_round"),
                                   m_services.settings.maxReviewRounds, additions,
                                   QStringLiteral("QA still asks for changes")));
    co_return co_await finish(review, result);
}

Async<> ReviewResults::refuse(ProjectPtr project, int pullRequest, QString summary)
{
    CO_TRY(const auto review, co_await m_services.queue.task({ project->name, pullRequest }));
    if (!review)
        co_return fail(ErrorCode::NotFound, QStringLiteral("Pull request #%1 has no review").arg(pullRequest));
    const QJsonArray findings { QJsonObject { { QStringLiteral("severity"), QStringLiteral("major") },
                                              { QStringLiteral("text"), summary } } };
    const QJsonObject additions { { QStringLiteral("findings"), findings },
                                  { QStringLiteral("review_summary"), summary },
                                  { QStringLiteral("head"), review->context.value(QLatin1String("head")) } };
    co_return co_await backToAuthor(project, review->context.value(QLatin1String("issue")).toInt(),
                                    QStringLiteral("rework"), QStringLiteral("review_round"),
                                    m_services.settings.maxReviewRounds, additions,
                                    QStringLiteral("It still weakens the checks"));
}

Async<> ReviewResults::backToAuthor(ProjectPtr project, int issue, QString purpose, QString counter, int limit,
                                    QJsonObject additions, QString whatFailed)
{
    const domain::TaskKey key { project->name, issue };
    CO_TRY(const auto author, co_await m_services.queue.task(key));
    if (!author)
        co_return fail(ErrorCode::NotFound, QStringLiteral("There is no task %1").arg(key.toString()));
    if (author->phase == TaskPhase::Ready || author->phase == TaskPhase::Running || author->phase == TaskPhase::Delayed)
        co_return Result<> {}; // sent back already, by a result that is handled twice
    const int round = author->context.value(counter).toInt() + 1;
    if (round > limit) {
        co_return co_await m_attention.give(project, key, domain::FailureClass::AgentError,
                                            QStringLiteral("%1 after %2 rounds").arg(whatFailed).arg(limit));
    }
    QJsonObject context = author->context;
    for (auto it = additions.constBegin(); it != additions.constEnd(); ++it)
        context.insert(it.key(), it.value());
    context.insert(QStringLiteral("memory"), co_await m_services.notesFor(project->name, author->title));
    context.insert(QStringLiteral("purpose"), purpose);
    context.insert(counter, round);
    context.insert(QStringLiteral("round"), round);
    CO_CHECK(co_await m_services.queue.requeue(key, context, true));
    co_return Result<> {};
}

} // namespace slipway::orchestrator
