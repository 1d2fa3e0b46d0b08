// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/resultintake.h"

#include "core/base/files.h"
#include "core/base/redaction.h"

#include <QFileInfo>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QScopeGuard>

Q_LOGGING_CATEGORY(lcIntake, "slipway.intake")

namespace slipway::orchestrator {

ResultIntake::ResultIntake(Services &services, redis::RedisAddress address, AuthorResults &authors,
                           ReviewResults &reviews, ProjectViews &views, BudgetWatch &budget, const SignInWatch &signIn)
    : m_services(services)
    , m_authors(authors)
    , m_reviews(reviews)
    , m_views(views)
    , m_budget(budget)
    , m_signIn(signIn)
    , m_stream(std::move(address), { services.keys.results() },
               [this](const QByteArray &, const control::StreamConsumer::Fields &fields) {
                   return handle(base::parseObject(fields.value("json")));
               })
{
}

bool ResultIntake::isForLater(const Error &error, const Project &project) const
{
    return error.code == ErrorCode::Unavailable || error.code == ErrorCode::Timeout
        || (error.code == ErrorCode::Denied && m_signIn.wasRefused(project));
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
    static const QRegularExpression runId(QStringLiteral("^[A-Za-z0-9-]{1,64}$")); // it names files
    if (!runId.match(result.run).hasMatch() || m_inHand.contains(result.run))
        co_return; // rubbish, or handed in twice: the first is being acted on
    m_inHand.insert(result.run);
    const auto through = qScopeGuard([this, run = result.run] { m_inHand.remove(run); });
    const auto project = m_services.projects.find(result.task.project);
    if (!project) {
        qCWarning(lcIntake, "result of %s: %s", qUtf8Printable(result.task.toString()),
                  qUtf8Printable(project.error().message));
        co_return;
    }
    const auto kept = co_await keepTranscript(result.run);
    if (!kept)
        qCWarning(lcIntake, "transcript of %s: %s", qUtf8Printable(result.run), qUtf8Printable(kept.error().message));
    auto done = co_await act(*project, result);
    // Redis or the forge is away: every effect is looked up before it is repeated, so simply again, however long it takes.
    // What an agent was paid for is not given up for that.
    auto pause = std::chrono::milliseconds(250);
    while (!done && isForLater(done.error(), **project)) {
        if (!co_await base::sleepFor(pause, m_stream.stopToken()))
            co_return; // not acknowledged: the next engine takes it up
        pause = std::min<std::chrono::milliseconds>(pause * 2, std::chrono::seconds(15));
        const auto held = co_await m_services.queue.extend(result.task, result.token, std::chrono::minutes(10));
        Q_UNUSED(held)
        done = co_await act(*project, result);
    }
    if (!done) {
        qCWarning(lcIntake, "result of %s: %s %s", qUtf8Printable(result.task.toString()),
                  qUtf8Printable(done.error().message), qUtf8Printable(done.error().detail));
        // The task goes back as a failure of our own, which costs an attempt: a bug must not run an agent for ever.
        if (done.error().code != ErrorCode::Conflict && done.error().code != ErrorCode::Cancelled) {
            queue::TaskEnd end { domain::FailureClass::Internal, done.error().message, 0, std::chrono::seconds(5) };
            const auto failed = co_await m_services.queue.failTask(result.task, result.token, end);
            Q_UNUSED(failed)
        }
    }
    m_booked.remove(result.run);
    m_views.changed(**project);
}

Async<> ResultIntake::keepTranscript(QString run)
{
    const QByteArray key = m_services.keys.blob(workers::transcriptBlob(run));
    const QList<QByteArray> fetch { "GET", key };
    CO_TRY(const redis::Reply blob, co_await m_services.redis.command(fetch));
    if (blob.isNil())
        co_return Result<> {};
    // The name comes from outside: it may name a file of this folder only.
    const QString folder = m_services.settings.logFolder + QStringLiteral("/runs/");
    const QString path = folder + QFileInfo(run).fileName() + QStringLiteral(".jsonl");
    if (!QFileInfo::exists(path))
        CO_CHECK(base::writeFileAtomically(path, base::redact(blob.string)));
    const QList<QByteArray> forget { "DEL", key };
    CO_CHECK(co_await m_services.redis.command(forget));
    co_return Result<> {};
}

void ResultIntake::book(Project &project, const workers::RunResult &result)
{
    if (m_booked.contains(result.run))
        return;
    m_booked.insert(result.run);
    m_budget.book(project, result.run, result.usage);
    if (result.failure == domain::FailureClass::UsageLimit)
        tellUsageLimit(project, result);
    else
        tellThatItGoesOn(project, result.agent);
}

Async<> ResultIntake::act(ProjectPtr project, workers::RunResult result)
{
    const auto task = co_await m_services.queue.verify(result.task, result.token);
    if (!task)
        co_return forward(task); // a stale token: somebody else has the task, the work is on its rescue ref
    book(*project, result);
    if (task->kind == QLatin1String("review"))
        co_return co_await m_reviews.handle(project, *task, result);
    co_return co_await m_authors.handle(project, *task, result);
}

void ResultIntake::tellThatItGoesOn(const Project &project, const QString &agent)
{
    const auto until = m_limitedUntil.constFind(agent);
    if (until == m_limitedUntil.constEnd() || *until > m_services.clock.nowMs())
        return;
    m_limitedUntil.erase(until);
    m_services.events.notify(QStringLiteral("usage_resumed"), project.name,
                             QStringLiteral("Work on the account of %1 goes on").arg(agent), {});
}

void ResultIntake::tellUsageLimit(const Project &project, const workers::RunResult &result)
{
    // Every task of the account comes back with the same: people are told once.
    const qint64 now = m_services.clock.nowMs();
    if (m_limitedUntil.value(result.agent) > now)
        return;
    const qint64 until = now + qMax<qint64>(result.retryAfterMs, 60'000);
    m_limitedUntil.insert(result.agent, until);
    m_services.events.notify(QStringLiteral("usage_limit"), project.name,
                             QStringLiteral("%1 has used up its limit").arg(result.agent),
                             QStringLiteral("All work on this account goes on by itself at %1")
                                 .arg(QDateTime::fromMSecsSinceEpoch(until).toString(QStringLiteral("hh:mm"))));
}

} // namespace slipway::orchestrator
