// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/localci.h"

#include "core/forge/local/ci/joblog.h"
#include "core/forge/local/ci/runexecutor.h"
#include "core/forge/local/ci/workflowfiles.h"
#include "core/forge/local/foldertree.h"
#include "core/forge/local/forgelog.h"

#include <QFileInfo>

namespace slipway::forge {

using domain::CiState;
using storage::Connection;

namespace {

/// The run that a workflow file gets for what happened, or nothing if it is not triggered by that.
std::optional<CiRunRecord> runFor(const WorkflowFile &file, const CiTrigger &trigger, const QDateTime &now)
{
    CiRunRecord record;
    record.repository = trigger.repository.id;
    record.file = file.path;
    record.base = trigger.base;
    auto &run = record.run;
    run.branch = trigger.branch;
    run.sha = trigger.sha;
    run.pullRequest = trigger.pullRequest;
    run.createdAt = now;
    run.event = QStringLiteral("push");
    run.workflow = QFileInfo(file.path).fileName();
    if (!file.workflow) { // what would trigger it cannot be known: it shows at once
        run.state = CiState::Failure;
        run.reason = file.workflow.error().message;
        run.finishedAt = now;
        return record;
    }
    const auto &workflow = *file.workflow;
    run.workflow = workflow.name;
    const bool byPush = workflow.push && workflow.push->matches(trigger.branch);
    const bool byPull = trigger.pullRequest > 0 && workflow.pullRequest && workflow.pullRequest->matches(trigger.base);
    if (!byPush && !byPull)
        return std::nullopt;
    if (!byPush)
        run.event = QStringLiteral("pull_request");
    if (!workflow.unsupported.isEmpty()) {
        run.state = CiState::Unsupported;
        run.reason = workflow.unsupported;
        run.finishedAt = now;
    }
    return record;
}

} // namespace

LocalCi::LocalCi(storage::Database &database, git::Git &git, process::ProcessRunner &runner, const base::Clock &clock,
                 Layout layout, LocalForgeSettings settings)
    : m_database(database)
    , m_git(git)
    , m_runner(runner)
    , m_clock(clock)
    , m_layout(std::move(layout))
    , m_settings(std::move(settings))
{
}

LocalCi::~LocalCi() = default;

Async<> LocalCi::recover()
{
    CO_CHECK(co_await removeTree(m_runner, m_layout.workRoot()));
    auto requeue = [](Connection &connection) { return cirecords::recover(connection); };
    CO_TRY(const auto records, co_await m_database.run(std::move(requeue)));
    for (const auto &record : records) {
        qCInfo(lcForge, "CI run %s was interrupted and is queued again", qUtf8Printable(record.run.id));
        Q_EMIT runChanged(record.fullName, record.run);
    }
    auto list = [](Connection &connection) { return cirecords::queued(connection); };
    CO_TRY(m_queue, co_await m_database.read(std::move(list)));
    co_return {};
}

void LocalCi::start()
{
    m_started = true;
    pump();
}

QCoro::Task<> LocalCi::drain()
{
    m_draining = true;
    for (const auto &active : std::as_const(m_active))
        active->stop.request_stop();
    co_await m_scope.drain();
}

Async<> LocalCi::trigger(CiTrigger trigger)
{
    CO_TRY(const auto files,
           co_await workflowFilesAt(m_git, m_layout.repository(trigger.repository.fullName), trigger.sha));
    QList<CiRunRecord> wanted;
    for (const auto &file : files) {
        if (auto record = runFor(file, trigger, m_clock.now()))
            wanted.append(std::move(*record));
    }
    if (wanted.isEmpty())
        co_return {};
    struct Added {
        QList<CiRunRecord> records;
        QList<qint64> pruned;
    };
    auto add
        = [wanted, id = trigger.repository.id, keep = m_settings.keptRuns](Connection &connection) -> Result<Added> {
        Added added;
        for (const auto &record : wanted) {
            TRY(auto made, cirecords::add(connection, record));
            if (made)
                added.records.append(std::move(*made));
        }
        TRY(added.pruned, cirecords::prune(connection, id, keep));
        return added;
    };
    CO_TRY(const auto added, co_await m_database.run(std::move(add)));
    for (const auto &record : added.records) {
        Q_EMIT runChanged(record.fullName, record.run);
        enqueue(record);
    }
    for (const auto id : added.pruned)
        QDir(m_layout.logFolder(id)).removeRecursively(); // a handful of files
    co_return {};
}

Async<> LocalCi::cancelOlder(qint64 repository, QString branch, QString keepSha)
{
    auto cancel = [repository, branch, keepSha, now = m_clock.now()](Connection &connection) {
        return cirecords::cancelOlder(connection, repository, branch, keepSha, now);
    };
    CO_TRY(const auto cancelled, co_await m_database.run(std::move(cancel)));
    for (const auto &record : cancelled) {
        m_queue.removeAll(record.id);
        stopActive(record.id);
        Q_EMIT runChanged(record.fullName, record.run);
    }
    co_return {};
}

Async<bool> LocalCi::wouldRun(QString path, QString sha, QStringList branches, QStringList bases)
{
    CO_TRY(const auto files, co_await workflowFilesAt(m_git, path, sha));
    for (const auto &file : files) {
        if (!file.workflow)
            co_return true; // shows as a failed run
        const auto matches = [](const std::optional<BranchFilter> &filter, const QStringList &names) {
            return filter && std::ranges::any_of(names, [&](const QString &name) { return filter->matches(name); });
        };
        if (matches(file.workflow->push, branches) || matches(file.workflow->pullRequest, bases))
            co_return true;
    }
    co_return false;
}

Async<> LocalCi::rerun(QString repo, QString runId)
{
    auto again = [repo, runId](Connection &connection) -> Result<std::optional<CiRunRecord>> {
        TRY(const auto record, cirecords::find(connection, repo, runId));
        return cirecords::again(connection, record.id);
    };
    CO_TRY(const auto record, co_await m_database.run(std::move(again)));
    if (record) {
        Q_EMIT runChanged(record->fullName, record->run);
        enqueue(*record);
    }
    co_return {};
}

Async<> LocalCi::forget(qint64 repository)
{
    auto list = [repository](Connection &connection) { return cirecords::idsOf(connection, repository); };
    CO_TRY(const auto ids, co_await m_database.read(std::move(list)));
    for (const auto id : ids)
        m_queue.removeAll(id);
    const auto running = m_active;
    for (const auto &active : running) {
        if (active->repository != repository)
            continue;
        active->stop.request_stop();
        auto ended = active->waiters.emplace_back().completion();
        co_await ended;
    }
    for (const auto id : ids)
        QDir(m_layout.logFolder(id)).removeRecursively();
    co_return {};
}

Async<QList<domain::CiRun>> LocalCi::runs(QString repo, QString sha, QString branch, int limit)
{
    return m_database.read([repo, sha, branch, limit](Connection &connection) -> Result<QList<domain::CiRun>> {
        TRY(const auto records, cirecords::select(connection, repo, sha, branch, limit));
        QList<domain::CiRun> runs;
        runs.reserve(records.size());
        for (const auto &record : records)
            runs.append(record.run);
        return runs;
    });
}

Async<domain::CiRun> LocalCi::run(QString repo, QString id)
{
    return m_database.read([repo, id](Connection &connection) -> Result<domain::CiRun> {
        TRY(auto record, cirecords::find(connection, repo, id));
        TRY(record.run.jobs, cirecords::jobs(connection, record.id));
        return record.run;
    });
}

Async<QByteArray> LocalCi::log(QString repo, QString runId, QString jobId, qsizetype maxBytes)
{
    CO_TRY(const auto found, co_await run(repo, runId));
    for (int i = 0; i < found.jobs.size(); ++i) {
        if (found.jobs.at(i).id == jobId)
            co_return JobLog::tail(m_layout.log(runId.toLongLong(), found.attempt, i), maxBytes);
    }
    co_return fail(ErrorCode::NotFound, QStringLiteral("CI run %1 has no job %2").arg(runId, jobId));
}

void LocalCi::enqueue(const CiRunRecord &record)
{
    if (record.run.state != CiState::Queued || m_queue.contains(record.id))
        return;
    m_queue.append(record.id);
    pump();
}

void LocalCi::pump()
{
    while (m_started && !m_draining && !m_queue.isEmpty() && m_slotsTaken < std::max(1, m_settings.maxConcurrentRuns)) {
        ++m_slotsTaken;
        m_scope.start(execute(m_queue.takeFirst()), "ci run");
    }
}

void LocalCi::stopActive(qint64 id)
{
    for (const auto &active : std::as_const(m_active)) {
        if (active->id == id)
            active->stop.request_stop();
    }
}

QCoro::Task<> LocalCi::execute(qint64 id)
{
    auto claim = [id, now = m_clock.now()](Connection &connection) -> Result<std::optional<CiRunRecord>> {
        TRY(const auto record, cirecords::find(connection, id));
        return cirecords::move(connection, id, record.run.attempt, CiState::Queued, CiState::Running, QString(), now);
    };
    const auto claimed = co_await m_database.run(std::move(claim));
    if (!claimed)
        qCWarning(lcForge, "CI run %lld: %s", id, qUtf8Printable(claimed.error().message));
    else if (*claimed) // else it was cancelled while it waited
        co_await executeClaimed(**claimed);
    --m_slotsTaken;
    pump();
}

QCoro::Task<> LocalCi::executeClaimed(CiRunRecord record)
{
    const auto active = std::make_shared<Active>();
    active->id = record.id;
    active->repository = record.repository;
    m_active.append(active);
    if (m_draining)
        active->stop.request_stop();
    Q_EMIT runChanged(record.fullName, record.run);
    const RunExecutor::Report report
        = [this, record](int position, const domain::CiJob &job) { saveJob(record, position, job); };
    RunExecutor executor(m_git, m_runner, m_layout, m_settings, record, report);
    const auto outcome = co_await executor.run(active->stop.get_token());
    // Stopped because the engine ends: it stays `running`, and the next start takes it up again.
    const bool interrupted = m_draining && outcome.state == CiState::Cancelled;
    if (!interrupted) {
        const auto concluded = co_await conclude(record, outcome.state, outcome.reason);
        if (!concluded)
            qCWarning(lcForge, "CI run %s: %s", qUtf8Printable(record.run.id),
                      qUtf8Printable(concluded.error().message));
    }
    const auto removed = co_await removeTree(m_runner, m_layout.work(record.id, record.run.attempt));
    if (!removed)
        qCWarning(lcForge, "CI run %s: %s", qUtf8Printable(record.run.id), qUtf8Printable(removed.error().message));
    m_active.removeOne(active);
    for (const auto &waiter : active->waiters)
        waiter.resolve({});
}

Async<> LocalCi::conclude(CiRunRecord record, CiState state, QString reason)
{
    auto end = [record, state, reason, now = m_clock.now()](Connection &connection) {
        return cirecords::move(connection, record.id, record.run.attempt, CiState::Running, state, reason, now);
    };
    CO_TRY(const auto ended, co_await m_database.run(std::move(end)));
    if (ended) // else it was cancelled meanwhile, and that was told then
        Q_EMIT runChanged(ended->fullName, ended->run);
    co_return {};
}

void LocalCi::saveJob(const CiRunRecord &record, int position, const domain::CiJob &job)
{
    // Not awaited: the storage thread works in order, and the run's own end comes behind.
    m_scope.start(m_database.run([id = record.id, attempt = record.run.attempt, position, job](Connection &connection) {
        return cirecords::saveJob(connection, id, attempt, position, job);
    }),
                  "ci job");
}

} // namespace slipway::forge
