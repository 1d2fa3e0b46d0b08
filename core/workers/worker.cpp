// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workers/worker.h"

#include "core/base/taskscope.h"

#include <QDeadlineTimer>
#include <QScopeGuard>
#include <QUuid>

Q_LOGGING_CATEGORY(lcWorker, "slipway.worker")

namespace slipway::workers {

using domain::FailureClass;

namespace {
constexpr auto handInLease = std::chrono::minutes(10);
}

struct Worker::Run {
    queue::Claim claim;
    QString id;
    std::stop_source stop; ///< ends the agent: shutdown, pause, lost lease
    enum class Why { None, Shutdown, Paused, LeaseLost } why = Why::None;
    bool ended = false;
    base::CompletionSource<> heartbeatEnded;
    qint64 lastPublished = 0;
};

Worker::Worker(Shared shared, domain::AgentType type, QString id)
    : m_shared(std::move(shared))
    , m_type(type)
{
    m_view.id = std::move(id);
    m_view.type = toString(type);
}

void Worker::show(const QString &state)
{
    if (m_view.state != state)
        m_view.since = m_shared.clock.now();
    m_view.state = state;
    m_shared.events.publish(QStringLiteral("worker"), domain::toJson(m_view));
}

QCoro::Task<> Worker::work(std::stop_token stop)
{
    show(QStringLiteral("idle"));
    while (!stop.stop_requested()) {
        const auto worked = co_await tryOne(stop);
        if (worked && *worked)
            continue; // there may be more
        if (!worked && worked.error().code != ErrorCode::Cancelled) {
            qCWarning(lcWorker, "%s: %s", qUtf8Printable(m_view.id), qUtf8Printable(worked.error().message));
            const auto waited = co_await base::sleepFor(std::chrono::milliseconds(500), stop);
            Q_UNUSED(waited)
        }
        if (stop.stop_requested())
            break;
        const auto woken = co_await m_shared.queue.waitForWork(&m_shared.waitClient, m_type,
                                                               m_shared.tools.settings.queuePoll, stop);
        Q_UNUSED(woken)
    }
    m_shared.events.publish(QStringLiteral("worker_removed"), { { QStringLiteral("id"), m_view.id } });
}

Async<bool> Worker::tryOne(std::stop_token stop)
{
    // The agent slot comes first: what is claimed can run at once, and what waits here is still free for others.
    CO_TRY(const auto permit, co_await m_shared.slots->acquire(stop));
    auto claim = co_await m_shared.queue.claimNextTask(m_type, m_view.id, m_shared.tools.settings.lease);
    if (!claim)
        co_return forward(claim);
    if (!*claim)
        co_return false;
    co_await runClaim(std::move(**claim), stop);
    co_return true;
}

QCoro::Task<> Worker::runClaim(queue::Claim claim, std::stop_token stop)
{
    const auto run = std::make_shared<Run>();
    run->claim = std::move(claim);
    run->id = QStringLiteral("r%1-%2").arg(m_shared.clock.now().toString(QStringLiteral("yyyyMMddHHmmss")),
                                           QUuid::createUuid().toString(QUuid::WithoutBraces).left(8));
    m_view.task = run->claim.task.key.toString();
    m_view.run = run->id;
    m_view.agent = run->claim.task.context.value(QLatin1String("agent")).toString();
    m_view.lastEvent = m_shared.clock.now();
    m_view.activity.clear();
    show(QStringLiteral("busy"));

    const std::stop_callback onStop(stop, [run] {
        if (run->why == Run::Why::None)
            run->why = Run::Why::Shutdown;
        run->stop.request_stop();
    });
    auto heartbeatEnded = run->heartbeatEnded.completion();
    base::detach(heartbeat(run), "heartbeat");
    TaskRun taskRun(m_shared.tools, run->claim.task, run->id,
                    [this, run](const agents::TranscriptEvent &event) { observe(run, event); });
    auto finished = co_await taskRun.execute(run->stop.get_token());
    run->ended = true;
    finished.result.token = run->claim.lease.token;
    finished.result.worker = m_view.id;
    if (finished.result.failure == FailureClass::Stalled)
        show(QStringLiteral("stalled")); // until the slot is free again
    if (co_await settle(run, std::move(finished), stop))
        co_await taskRun.cleanUp();
    // The heartbeat uses what the pool owns: it has to be through before this slot is.
    run->stop.request_stop();
    const auto ended = co_await heartbeatEnded;
    Q_UNUSED(ended)
    m_view.task.clear();
    m_view.run.clear();
    m_view.activity.clear();
    show(QStringLiteral("idle"));
}

QCoro::Task<bool> Worker::settle(std::shared_ptr<Run> run, FinishedRun finished, std::stop_token stop)
{
    const auto &key = run->claim.task.key;
    const QString token = run->claim.lease.token;
    switch (run->why) {
    case Run::Why::LeaseLost:
        qCWarning(lcWorker, "%s: lost the lease of %s; the work is kept at %s", qUtf8Printable(m_view.id),
                  qUtf8Printable(key.toString()), qUtf8Printable(finished.result.rescueRef));
        // What had succeeded was not rescued: it stays in the workspace, and the next run there saves it first.
        co_return finished.result.head.isEmpty() || !finished.result.rescueRef.isEmpty();
    case Run::Why::Shutdown:
    case Run::Why::Paused:
        if (finished.result.failure == FailureClass::Cancelled) {
            const auto back = co_await m_shared.queue.handBack(key, token);
            Q_UNUSED(back)
            co_return true;
        }
        break; // it ended by itself before the stop reached it
    case Run::Why::None:
        break;
    }
    // From here the engine acts on it: the lease is stretched so that it is not given to somebody else meanwhile.
    const auto stretched = co_await m_shared.queue.extend(key, token, handInLease);
    if (!stretched && stretched.error().code == ErrorCode::Conflict)
        co_return false;
    // Redis may be away for a while: what was worked out is kept and offered for as long as the lease may hold.
    const QDeadlineTimer deadline(handInLease);
    HandInFiles files { finished.bundlePath, {} };
    const auto &settings = m_shared.tools.settings;
    if (settings.shipsTranscripts)
        files.transcript
            = settings.logFolder + QStringLiteral("/runs/") + finished.result.run + QStringLiteral(".jsonl");
    while (!deadline.hasExpired()) {
        const auto sent = co_await handIn(&m_shared.client, m_shared.keys, finished.result, files);
        if (sent)
            co_return true;
        qCWarning(lcWorker, "%s: cannot hand in %s: %s", qUtf8Printable(m_view.id), qUtf8Printable(key.toString()),
                  qUtf8Printable(sent.error().message));
        if (!co_await base::sleepFor(std::chrono::seconds(2), stop))
            break;
    }
    co_return false;
}

QCoro::Task<> Worker::heartbeat(std::shared_ptr<Run> run)
{
    // Often enough that a pause or a release stops the agent within two seconds, however long the lease is.
    const auto beat = std::min<std::chrono::milliseconds>(longestHeartbeat, m_shared.tools.settings.lease / 3);
    const auto key = run->claim.task.key;
    const auto done = qScopeGuard([run] { run->heartbeatEnded.resolve({}); });
    while (!run->ended) {
        const auto waited = co_await base::sleepFor(beat, run->stop.get_token());
        if (run->ended || !waited)
            co_return;
        const auto extended
            = co_await m_shared.queue.extend(key, run->claim.lease.token, m_shared.tools.settings.lease);
        if (run->ended)
            co_return;
        if (!extended && extended.error().code == ErrorCode::Conflict) {
            run->why = Run::Why::LeaseLost;
            run->stop.request_stop();
            co_return;
        }
        const auto paused = co_await m_shared.queue.pausedProjects();
        if (run->ended || !paused)
            continue;
        if (paused->contains(key.project) || paused->contains(QStringLiteral("*"))) {
            run->why = Run::Why::Paused;
            run->stop.request_stop();
            co_return;
        }
    }
}

void Worker::observe(const std::shared_ptr<Run> &run, const agents::TranscriptEvent &event)
{
    m_shared.events.publish(QStringLiteral("transcript"),
                            { { QStringLiteral("run"), run->id }, { QStringLiteral("event"), agents::toJson(event) } });
    m_view.lastEvent = m_shared.clock.now();
    const QString activity = agents::activityOf(event);
    const qint64 now = m_shared.clock.nowMs();
    if (activity.isEmpty() || (activity == m_view.activity && now - run->lastPublished < 1000))
        return;
    run->lastPublished = now;
    m_view.activity = activity;
    show(QStringLiteral("busy"));
}

} // namespace slipway::workers
