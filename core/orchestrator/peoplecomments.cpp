// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/peoplecomments.h"

#include "core/orchestrator/peopleissues.h"

#include <QJsonArray>

namespace slipway::orchestrator {

using domain::TaskPhase;

namespace {

constexpr int mostComments = 10;
constexpr int longestComment = 4000;

bool isKnown(const QJsonArray &comments, qint64 id)
{
    return std::ranges::any_of(
        comments, [id](const auto &value) { return value.toObject().value(QLatin1String("id")).toInteger() == id; });
}

bool hasEnded(TaskPhase phase)
{
    return phase == TaskPhase::Done || phase == TaskPhase::Cancelled;
}

} // namespace

PeopleComments::PeopleComments(Services &services, ReviewResults &reviews, ProjectViews &views, Attention &attention)
    : m_services(services)
    , m_reviews(reviews)
    , m_views(views)
    , m_attention(attention)
{
}

Async<bool> PeopleComments::read(ProjectPtr project, std::shared_ptr<PeopleState> state)
{
    CO_TRY(const QList<forge::Comment> comments,
           co_await m_services.forgeOf(*project).commentsSince(project->repo, state->commentsSince));
    bool isNew = false;
    for (const auto &comment : comments) {
        if (comment.id <= state->lastComment)
            continue;
        state->lastComment = comment.id;
        state->commentsSince = comment.createdAt;
        isNew = true;
        if (doesSteer(comment))
            state->pending.append(
                { comment.id, comment.number, comment.author.left(100), comment.body.left(longestComment) });
    }
    co_return isNew;
}

Async<bool> PeopleComments::look(ProjectPtr project, std::shared_ptr<PeopleState> state, QString file)
{
    CO_TRY(const bool isNew, co_await read(project, state));
    if (isNew)
        CO_CHECK(state->save(file));
    const auto pending = state->pending;
    for (const auto &comment : pending) {
        CO_TRY(const Outcome outcome, co_await act(project, state, comment));
        if (outcome == Outcome::Later)
            continue;
        // Acted on first, forgotten then: the task's context knows the comment if this is done again.
        state->pending.removeIf([&](const PendingComment &other) { return other.id == comment.id; });
        CO_CHECK(state->save(file));
    }
    co_return isNew || !pending.isEmpty();
}

Async<std::optional<domain::Task>> PeopleComments::authorOf(QString project, int number)
{
    const domain::TaskKey key { project, number };
    CO_TRY(const auto task, co_await m_services.queue.task(key));
    if (!task || task->kind != QLatin1String("review"))
        co_return std::optional<domain::Task>(task);
    const domain::TaskKey author { project, task->context.value(QLatin1String("issue")).toInt() };
    co_return co_await m_services.queue.task(author);
}

Result<bool> PeopleComments::mayReact(const domain::Task &task, PeopleState *state)
{
    auto &reactions = state->reactions[task.key.number];
    const QString key = QStringLiteral("comments:") + task.key.toString();
    if (!isTalkedInCircles(&reactions, m_services.clock.nowMs()))
        return true;
    if (const auto answer = m_services.gates.answerOf(key)) {
        m_services.gates.withdraw(key);
        reactions.clear();
        if (!answer->approved)
            return fail(ErrorCode::Denied, answer->why);
        return true;
    }
    domain::GateView gate;
    gate.project = task.key.project;
    gate.kind = gateKind();
    gate.title = QStringLiteral("%1 is talked about in circles: %2").arg(task.key.toString(), task.title);
    gate.detail
        = QStringLiteral("%1 comments changed its course within an hour. Approve to go on reacting to them, reject "
                         "to leave out those that wait.")
              .arg(reactions.size());
    m_services.gates.open(key, gate);
    return false;
}

Async<PeopleComments::Outcome> PeopleComments::act(ProjectPtr project, std::shared_ptr<PeopleState> state,
                                                   PendingComment comment)
{
    CO_TRY(const auto author, co_await authorOf(project->name, comment.number));
    if (!author || hasEnded(author->phase))
        co_return Outcome::Settled;
    QJsonArray comments = author->context.value(QLatin1String("comments")).toArray();
    if (isKnown(comments, comment.id))
        co_return Outcome::Settled;
    if (author->phase == TaskPhase::Running)
        co_return Outcome::Later; // this run does not hear of it: when it has ended
    const auto may = mayReact(*author, state.get());
    if (!may)
        co_return Outcome::Settled;
    if (!*may)
        co_return Outcome::Later;
    comments.append(QJsonObject { { QStringLiteral("id"), comment.id },
                                  { QStringLiteral("author"), comment.author },
                                  { QStringLiteral("text"), comment.text } });
    while (comments.size() > mostComments)
        comments.removeFirst();
    state->reactions[author->key.number].append(m_services.clock.nowMs());
    if (author->phase == TaskPhase::InReview || author->phase == TaskPhase::Dead) {
        const QJsonObject additions { { QStringLiteral("comments"), comments } };
        CO_CHECK(co_await sendBack(project, *author, comment, additions));
        co_return Outcome::Settled;
    }
    QJsonObject context = author->context;
    context.insert(QStringLiteral("comments"), comments);
    CO_CHECK(co_await m_services.queue.setContext(author->key, context));
    co_return Outcome::Settled;
}

Async<> PeopleComments::sendBack(ProjectPtr project, domain::Task author, PendingComment comment, QJsonObject additions)
{
    QString purpose = author.context.value(QLatin1String("purpose")).toString();
    if (author.pr > 0) {
        CO_TRY(const auto pull, co_await m_services.forgeOf(*project).pullRequest(project->repo, author.pr));
        if (pull.state == forge::PullRequestState::Merged)
            co_return Result<> {}; // too late: it is in
        // Nobody may approve and merge what is to be changed.
        const domain::TaskKey reviewKey { project->name, author.pr };
        CO_TRY(const auto review, co_await m_services.queue.task(reviewKey));
        if (review && !hasEnded(review->phase))
            CO_CHECK(co_await m_services.queue.cancel(reviewKey, QStringLiteral("A person asked for changes")));
        m_attention.settle(reviewKey);
        purpose = QStringLiteral("rework");
        const QJsonObject finding { { QStringLiteral("severity"), QStringLiteral("major") },
                                    { QStringLiteral("text"),
                                      QString(comment.author + QStringLiteral(": ") + comment.text) } };
        additions.insert(QStringLiteral("findings"), QJsonArray { finding });
        additions.insert(QStringLiteral("review_summary"), QStringLiteral("%1 asks for changes").arg(comment.author));
        additions.insert(QStringLiteral("head"), pull.headSha);
    }
    m_attention.settle(author.key);
    CO_CHECK(co_await m_reviews.backToAuthor(project, author.key.number, purpose, QStringLiteral("review_round"),
                                             m_services.settings.maxReviewRounds, additions,
                                             QStringLiteral("People still ask for changes")));
    if (project->state == QLatin1String("waiting")) {
        project->state = QStringLiteral("running");
        m_views.changed(*project);
    }
    co_return Result<> {};
}

} // namespace slipway::orchestrator
