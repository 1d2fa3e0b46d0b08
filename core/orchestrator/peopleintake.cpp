// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/peopleissues.h"
#include "core/orchestrator/peoplewatch.h"
#include "core/orchestrator/taskcontext.h"

#include "core/base/files.h"

// What follows from an issue at the forge: a task, a question, an end.

namespace slipway::orchestrator {

using domain::TaskPhase;

namespace {

constexpr int longestBody = 64 * 1024;
constexpr int longestSlug = 40;
constexpr qint64 ownEndMs = 5000;

bool hasEnded(TaskPhase phase)
{
    return phase == TaskPhase::Done || phase == TaskPhase::Cancelled;
}

QString gateOf(const Project &project, int number)
{
    return QStringLiteral("issue:%1:%2").arg(project.name).arg(number);
}

domain::PlannedIssue plannedOf(const forge::Issue &issue)
{
    domain::PlannedIssue planned;
    const QString slug = base::slugOf(issue.title).left(longestSlug);
    planned.slug = slug.isEmpty() ? QStringLiteral("issue-%1").arg(issue.number) : slug;
    planned.title = issue.title.simplified().left(256);
    planned.body = issue.body.left(longestBody);
    planned.labels = issue.labels;
    planned.acceptance = acceptanceIn(planned.body);
    if (planned.acceptance.isEmpty())
        planned.acceptance = { QStringLiteral("What the issue asks for works, and a test shows it") };
    return planned;
}

/// As it was before anybody worked on it.
QJsonObject afresh(QJsonObject context)
{
    for (const char *key : { "ci_round", "review_round", "conflict_round", "findings", "review_summary", "criteria",
                             "ci", "conflicts", "session" })
        context.remove(QLatin1String(key));
    context.insert(QStringLiteral("purpose"), QStringLiteral("implement"));
    context.insert(QStringLiteral("round"), 0);
    context.insert(QStringLiteral("head"), QString());
    return context;
}

} // namespace

Async<> PeopleWatch::considerAll(RoundPtr round, QList<forge::Issue> issues)
{
    const auto known = round->state->closed;
    for (const auto &issue : issues) {
        if (issue.state == forge::IssueState::Closed)
            noteClosed(round, issue);
    }
    QList<int> fresh;
    for (const int number : std::as_const(round->state->closed)) {
        const auto task = round->tasks.constFind(number);
        if (!known.contains(number) && (task == round->tasks.cend() || hasEnded(task->phase)))
            fresh.append(number);
    }
    if (!fresh.isEmpty())
        CO_CHECK(co_await m_services.queue.setClosed(round->project->name, fresh));
    for (const auto &issue : issues) {
        if (issue.state == forge::IssueState::Open)
            CO_CHECK(co_await consider(round, issue));
    }
    if (round->hasChanged)
        CO_CHECK(round->state->save(fileOf(round->project->name)));
    co_return Result<> {};
}

void PeopleWatch::noteClosed(const RoundPtr &round, const forge::Issue &issue)
{
    if (!round->state->closed.contains(issue.number)) {
        round->state->closed.insert(issue.number);
        round->hasChanged = true;
    }
    m_services.gates.withdraw(gateOf(*round->project, issue.number));
    const auto task = round->tasks.constFind(issue.number);
    auto &closing = m_looks[round->project->name].closing;
    if (task != round->tasks.cend() && !hasEnded(task->phase) && !closing.contains(issue.number))
        closing.insert(issue.number, m_services.clock.nowMs());
}

Async<> PeopleWatch::consider(RoundPtr round, forge::Issue issue)
{
    m_looks[round->project->name].closing.remove(issue.number);
    if (!hasLabel(issue, m_services.settings.issuesLabel)) {
        m_services.gates.withdraw(gateOf(*round->project, issue.number)); // no longer asked for
        co_return Result<> {};
    }
    const auto task = round->tasks.constFind(issue.number);
    const bool isBack = round->state->closed.contains(issue.number);
    if (isBack && (task == round->tasks.cend() || hasEnded(task->phase)))
        co_return co_await takeAgain(round, issue);
    if (isBack) {
        round->state->closed.remove(issue.number);
        round->hasChanged = true;
    }
    if (task == round->tasks.cend() && !round->state->refused.contains(issue.number))
        co_return co_await takeNew(round, issue);
    co_return Result<> {};
}

Async<> PeopleWatch::takeNew(RoundPtr round, forge::Issue issue)
{
    if (intakeOf(issue, m_services.settings.issuesLabel) == Intake::Ignore)
        co_return Result<> {};
    const domain::TaskKey key { round->project->name, issue.number };
    CO_TRY(const auto ended, co_await m_services.history.task(key));
    if (ended)
        co_return Result<> {};
    CO_TRY(const bool letIn, co_await isLetIn(round, issue));
    if (letIn)
        CO_CHECK(co_await queue(round, issue));
    co_return Result<> {};
}

Async<> PeopleWatch::takeAgain(RoundPtr round, forge::Issue issue)
{
    const auto task = round->tasks.constFind(issue.number);
    const bool isPlanned = !issue.marker.isEmpty(); // of ours: the label says that it is wanted
    if (!isPlanned) {
        if (intakeOf(issue, m_services.settings.issuesLabel) == Intake::Ignore)
            co_return Result<> {};
        CO_TRY(const bool letIn, co_await isLetIn(round, issue));
        if (!letIn)
            co_return Result<> {};
    }
    if (task == round->tasks.cend()) {
        CO_CHECK(co_await queue(round, issue));
    } else {
        const QJsonObject context = afresh(task->context);
        CO_CHECK(co_await m_services.queue.requeue(task->key, context, true));
        wakeUp(round->project, true);
    }
    round->state->closed.remove(issue.number);
    round->hasChanged = true;
    co_return Result<> {};
}

Async<bool> PeopleWatch::isLetIn(RoundPtr round, forge::Issue issue)
{
    auto &state = *round->state;
    if (state.refused.contains(issue.number))
        co_return false;
    const bool isStranger = intakeOf(issue, m_services.settings.issuesLabel) == Intake::Ask;
    if (!isStranger || state.approved.contains(issue.number))
        co_return true;
    const QString key = gateOf(*round->project, issue.number);
    const auto answer = m_services.gates.answerOf(key);
    if (!answer) {
        domain::GateView gate;
        gate.project = round->project->name;
        gate.kind = QStringLiteral("issue");
        gate.title = QStringLiteral("%1 asks for work on %2: #%3 %4")
                         .arg(issue.author.left(60), round->project->name)
                         .arg(issue.number)
                         .arg(issue.title.simplified().left(120));
        gate.detail
            = QStringLiteral("The author is no member of the repository. Read %1; approve to queue it, reject to "
                             "leave it.")
                  .arg(issue.url);
        m_services.gates.open(key, gate);
        co_return false;
    }
    if (!answer->approved) {
        CO_CHECK(co_await refuse(round, issue.number,
                                 QStringLiteral("This is not taken up: %1").arg(answer->why.left(1000))));
        m_services.gates.withdraw(key);
        co_return false;
    }
    state.approved.insert(issue.number);
    round->hasChanged = true;
    CO_CHECK(state.save(fileOf(round->project->name)));
    m_services.gates.withdraw(key);
    co_return true;
}

Async<> PeopleWatch::refuse(RoundPtr round, int number, QString why)
{
    auto &forge = m_services.forgeOf(*round->project);
    CO_CHECK(co_await forge.ensureComment(round->project->repo, number, QStringLiteral("people:refused"), why));
    round->state->refused.insert(number);
    round->hasChanged = true;
    co_return round->state->save(fileOf(round->project->name));
}

Async<> PeopleWatch::queue(RoundPtr round, forge::Issue issue)
{
    const auto &project = *round->project;
    if (const QString why = obstacle(project, issue.title, issue.labels); !why.isEmpty())
        co_return co_await refuse(round, issue.number, QString(why + QLatin1Char('.')));
    CO_TRY(const QString mirror, co_await m_services.forgeOf(project).mirror(project.repo));
    const domain::PlannedIssue planned = plannedOf(issue);
    domain::Task task;
    task.key = { project.name, issue.number };
    task.kind = QStringLiteral("implement");
    task.title = planned.title;
    task.labels = issue.labels;
    task.fullName = project.repo;
    task.url = issue.url;
    task.maxAttempts = m_services.settings.maxAttempts;
    task.dependsOn = issue.blockedBy;
    task.context = issueContext(project, planned, issue.number, mirror, round->flow->testCommand());
    const auto type = m_services.assignment.classify(task.title, task.labels).type;
    task.context.insert(QStringLiteral("agent"), project.agents.of(domain::toString(type)));
    task.context.insert(QStringLiteral("memory"), co_await m_services.notesFor(project.name, planned.title));
    task.branch = branchName(issue.number, planned.slug);
    // The queue may have been made anew since these were seen.
    QList<int> closed;
    for (const int number : std::as_const(task.dependsOn)) {
        if (round->state->closed.contains(number))
            closed.append(number);
    }
    if (!closed.isEmpty())
        CO_CHECK(co_await m_services.queue.setClosed(project.name, closed));
    const QList<domain::Task> tasks { task };
    const auto queued = co_await m_services.assignment.assignAllIssues(tasks);
    if (!queued && queued.error().code == ErrorCode::Invalid) {
        const QString why = queued.error().message;
        co_return co_await refuse(round, issue.number, QStringLiteral("This cannot be queued: %1").arg(why));
    }
    if (!queued)
        co_return forward(queued);
    wakeUp(round->project, true);
    co_return Result<> {};
}

Async<> PeopleWatch::endClosed(RoundPtr round)
{
    // Not at once: what the engine closes itself ends a moment later.
    const auto closing = m_looks[round->project->name].closing;
    for (auto it = closing.begin(); it != closing.end(); ++it) {
        if (m_services.clock.nowMs() - it.value() < ownEndMs)
            continue;
        CO_CHECK(co_await end(round->project, it.key()));
        m_looks[round->project->name].closing.remove(it.key());
    }
    co_return Result<> {};
}

Async<> PeopleWatch::end(ProjectPtr project, int number)
{
    const domain::TaskKey key { project->name, number };
    CO_TRY(const auto task, co_await m_services.queue.task(key));
    if (!task || hasEnded(task->phase))
        co_return Result<> {};
    auto &forge = m_services.forgeOf(*project);
    const domain::TaskKey reviewKey { project->name, task->pr };
    std::optional<domain::Task> review;
    if (task->pr > 0) {
        CO_TRY(review, co_await m_services.queue.task(reviewKey));
        CO_TRY(const forge::PullRequest pull, co_await forge.pullRequest(project->repo, task->pr));
        if (pull.state == forge::PullRequestState::Merged && task->phase == TaskPhase::InReview) {
            if (review && review->phase == TaskPhase::Running)
                co_return Result<> {}; // its result does the rest
            CO_TRY(const QString mirror, co_await forge.mirror(project->repo)); // what waited for it begins on that
            Q_UNUSED(mirror)
            CO_CHECK(co_await m_services.queue.close(key));
            if (review && !hasEnded(review->phase))
                CO_CHECK(co_await m_services.queue.close(reviewKey));
            co_return Result<> {};
        }
    }
    const QString why = QStringLiteral("Issue #%1 was closed by a person").arg(number);
    const bool hasReview = review && !hasEnded(review->phase);
    CO_CHECK(co_await m_tasks.cancel(hasReview ? reviewKey : key, why)); // that of a review ends its issue's, too
    forge::IssueChange change;
    change.removeLabels = { QStringLiteral("in-review"), QStringLiteral("needs-attention") };
    CO_CHECK(co_await forge.changeIssue(project->repo, number, change));
    co_return Result<> {};
}

} // namespace slipway::orchestrator
