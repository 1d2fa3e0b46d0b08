// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/authorresults.h"

#include "core/base/files.h"
#include "core/orchestrator/taskcontext.h"

namespace slipway::orchestrator {

using domain::TaskPhase;

namespace {

QString pullRequestBody(const domain::Task &task, const workers::RunResult &result)
{
    QString body = QStringLiteral("Closes #%1\n\n").arg(task.key.number) + result.summary.left(20000);
    if (!result.tests.isEmpty()) {
        body += QStringLiteral("\n\nTests: `%1` %2")
                    .arg(result.tests.value(QLatin1String("command")).toString(),
                         result.tests.value(QLatin1String("passed")).toBool() ? QStringLiteral("passed")
                                                                              : QStringLiteral("failed"));
    }
    return body + QStringLiteral("\n\nBy agent `%1`, run `%2`.").arg(result.agent, result.run);
}

queue::TaskEnd endOf(const workers::RunResult &result)
{
    return { result.failure, result.detail, result.usage.usd, std::chrono::milliseconds(result.retryAfterMs) };
}

} // namespace

AuthorResults::AuthorResults(Services &services, ChecksFlow &checks, Attention &attention)
    : m_services(services)
    , m_checks(checks)
    , m_attention(attention)
{
}

Async<> AuthorResults::handle(ProjectPtr project, domain::Task task, workers::RunResult result)
{
    if (result.failure != domain::FailureClass::None)
        return failed(std::move(project), std::move(task), std::move(result));
    if (result.head.isEmpty())
        return withoutChanges(std::move(project), std::move(task), std::move(result));
    return withChanges(std::move(project), std::move(task), std::move(result));
}

Async<> AuthorResults::failed(ProjectPtr project, domain::Task task, workers::RunResult result)
{
    CO_TRY(const domain::Task after, co_await m_services.queue.failTask(task.key, result.token, endOf(result)));
    auto &forge = m_services.forgeOf(*project);
    if (after.phase == TaskPhase::Dead)
        co_return co_await m_attention.call(project, after);
    const QString body = QStringLiteral("A run ended without a result (%1): %2. It is tried again.")
                             .arg(toString(result.failure), result.detail);
    co_return co_await forge.ensureComment(project->repo, task.key.number, QStringLiteral("run:") + result.run, body);
}

Async<> AuthorResults::withoutChanges(ProjectPtr project, domain::Task task, workers::RunResult result)
{
    const QString purpose = task.context.value(QLatin1String("purpose")).toString();
    if (purpose != QLatin1String("implement")) {
        // Findings, a red run or a conflict do not go away without a change.
        result.failure = domain::FailureClass::NoChanges;
        result.detail = QStringLiteral("The agent changed nothing although a change was needed");
        co_return co_await failed(project, task, result);
    }
    auto &forge = m_services.forgeOf(*project);
    const QString body = QStringLiteral("No change was needed.\n\n") + result.summary.left(20000);
    CO_CHECK(co_await forge.ensureComment(project->repo, task.key.number, QStringLiteral("run:") + result.run, body));
    forge::IssueChange change;
    change.state = forge::IssueState::Closed;
    change.removeLabels = { QStringLiteral("in-review"), QStringLiteral("needs-attention") };
    CO_CHECK(co_await forge.changeIssue(project->repo, task.key.number, change));
    CO_CHECK(co_await m_services.queue.completeTask(task.key, result.token, TaskPhase::Done, {}, 0, endOf(result)));
    co_return Result<> {};
}

Async<QString> AuthorResults::import(QString mirror, QString run)
{
    const QList<QByteArray> fetch { "GET", m_services.keys.blob(run) };
    CO_TRY(const redis::Reply blob, co_await m_services.redis.command(fetch));
    if (blob.isNil())
        co_return fail(ErrorCode::NotFound, QStringLiteral("The bundle of run %1 is gone").arg(run));
    const QString file
        = m_services.settings.workspaceFolder + QStringLiteral("/incoming/") + run + QStringLiteral(".bundle");
    CO_CHECK(base::makeFolder(QFileInfo(file).path()));
    CO_CHECK(base::writeFileAtomically(file, blob.string));
    auto commit = co_await m_services.git.importBundle(mirror, file, run);
    QFile::remove(file);
    co_return commit;
}

Async<bool> AuthorResults::isProgress(QString mirror, domain::Task task, QString commit)
{
    const QString purpose = task.context.value(QLatin1String("purpose")).toString();
    const QString head = task.context.value(QLatin1String("head")).toString();
    if (head.isEmpty() || (purpose != QLatin1String("rework") && purpose != QLatin1String("ci_fix")))
        co_return true;
    CO_TRY(const QString known, co_await m_services.git.resolve(mirror, head));
    if (known.isEmpty())
        co_return true;
    CO_TRY(const git::Diff diff, co_await m_services.git.diff(mirror, head, commit));
    co_return !diff.files.isEmpty();
}

Async<> AuthorResults::withChanges(ProjectPtr project, domain::Task task, workers::RunResult result)
{
    auto &forge = m_services.forgeOf(*project);
    CO_TRY(const QString mirror, co_await forge.mirror(project->repo));
    CO_TRY(const QString commit, co_await import(mirror, result.run));
    CO_TRY(const bool progress, co_await isProgress(mirror, task, commit));
    if (!progress) {
        result.failure = domain::FailureClass::NoChanges;
        result.detail = QStringLiteral("The agent's commits leave every file as it was, although a change was needed");
        co_return co_await failed(project, task, result);
    }
    CO_CHECK(co_await forge.push(project->repo, mirror, commit, result.branch, true));
    const QString title = task.title;
    const QString description = pullRequestBody(task, result);
    CO_TRY(const forge::PullRequest pull,
           co_await forge.ensurePullRequest(project->repo, result.branch, project->defaultBranch, title, description));
    const QString comment = QStringLiteral("Pull request #%1 is open for review.").arg(pull.number);
    CO_CHECK(
        co_await forge.ensureComment(project->repo, task.key.number, QStringLiteral("run:") + result.run, comment));
    forge::IssueChange change;
    change.addLabels = { QStringLiteral("in-review") };
    change.removeLabels = { QStringLiteral("needs-attention") };
    CO_CHECK(co_await forge.changeIssue(project->repo, task.key.number, change));

    task.context.insert(QStringLiteral("session"), result.session);
    task.context.insert(QStringLiteral("branch"), result.branch);
    CO_CHECK(co_await m_services.queue.setContext(task.key, task.context));
    CO_CHECK(co_await putInReview(project, task, result.token, pull, endOf(result)));
    m_services.events.notify(QStringLiteral("pr_ready"), project->name,
                             QStringLiteral("Pull request #%1: %2").arg(pull.number).arg(pull.title), pull.url);
    const QList<QByteArray> forget { "DEL", m_services.keys.blob(result.run) };
    const auto gone = co_await m_services.redis.command(forget);
    Q_UNUSED(gone)
    co_return Result<> {};
}

Async<> AuthorResults::putInReview(ProjectPtr project, domain::Task task, QString token, forge::PullRequest pull,
                                   queue::TaskEnd end)
{
    CO_TRY(const QString mirror, co_await m_services.forgeOf(*project).mirror(project->repo));
    CO_CHECK(co_await queueReview(project, task, pull, mirror));
    CO_CHECK(co_await m_services.queue.completeTask(task.key, token, TaskPhase::InReview, pull.head, pull.number, end));
    m_checks.watch(project->name, pull.number, pull.headSha);
    co_return Result<> {};
}

Async<> AuthorResults::resumeReview(ProjectPtr project, domain::Task task, QString token, forge::PullRequest pull)
{
    task.context.insert(QStringLiteral("branch"), pull.head);
    // The rounds it has been through are on the forge: they stay bounded, and a reviewer knows that it looks again.
    CO_TRY(const QList<forge::Review> reviews,
           co_await m_services.forgeOf(*project).reviews(project->repo, pull.number));
    const auto rounds = std::ranges::count(reviews, forge::ReviewVerdict::RequestChanges, &forge::Review::verdict);
    task.context.insert(QStringLiteral("review_round"), int(rounds));
    task.context.insert(QStringLiteral("round"), int(rounds));
    const auto rejection = std::ranges::find(reviews.crbegin(), reviews.crend(), forge::ReviewVerdict::RequestChanges,
                                             &forge::Review::verdict);
    if (rejection != reviews.crend() && rejection->sha == pull.headSha) {
        // Nothing was changed since: the author's turn, not the reviewer's.
        task.context.insert(QStringLiteral("purpose"), QStringLiteral("rework"));
        task.context.insert(QStringLiteral("review_summary"), rejection->body);
        task.context.insert(QStringLiteral("head"), pull.headSha);
        CO_CHECK(co_await m_services.queue.handBack(task.key, token));
        CO_CHECK(co_await m_services.queue.requeue(task.key, task.context, true));
        co_return Result<> {};
    }
    CO_CHECK(co_await m_services.queue.setContext(task.key, task.context));
    co_return co_await putInReview(project, task, token, pull, {});
}

Async<> AuthorResults::queueReview(ProjectPtr project, domain::Task task, forge::PullRequest pull, QString mirror)
{
    const QString target = QStringLiteral("refs/heads/") + project->defaultBranch;
    CO_TRY(const QString base, co_await m_services.git.mergeBase(mirror, target, pull.headSha));
    domain::Task review;
    review.key = { project->name, pull.number };
    review.type = domain::AgentType::Qa;
    review.kind = QStringLiteral("review");
    review.title = task.title;
    review.labels = { QStringLiteral("qa") };
    review.fullName = project->repo;
    review.url = pull.url;
    review.priority = task.priority;
    review.maxAttempts = m_services.settings.maxAttempts;
    review.branch = pull.head;
    review.pr = pull.number;
    review.context = reviewContext(task, pull.number, pull.headSha, base);
    review.context.insert(QStringLiteral("agent"), project->agents.of(domain::toString(review.type)));
    review.context.insert(QStringLiteral("memory"), co_await m_services.notesFor(project->name, task.title));
    // Held until the checks of this head are green: a red one is not worth a reviewer's time.
    const auto queued = co_await m_services.queue.enqueue(review, true);
    if (!queued && queued.error().code == ErrorCode::Conflict) {
        // The review of an older head still runs: it is overtaken.
        CO_CHECK(co_await m_services.queue.release(review.key));
        CO_CHECK(co_await m_services.queue.enqueue(review, true));
        co_return Result<> {};
    }
    if (!queued)
        co_return forward(queued);
    co_return Result<> {};
}

} // namespace slipway::orchestrator
