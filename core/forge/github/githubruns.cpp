// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/githubruns.h"

#include "core/forge/github/foreignchecks.h"
#include "core/forge/github/runlog.h"
#include "core/forge/local/ci/workflowfiles.h"

namespace slipway::forge {

using namespace std::chrono_literals;
using domain::CiState;

namespace {

QString pathOf(const QString &repo, const QString &run, const QString &rest = {})
{
    return repoPath(repo, QStringLiteral("/actions/runs/")) + run + rest;
}

CiState stateOf(const QJsonObject &json)
{
    const QString status = json.value(QLatin1String("status")).toString();
    if (status != QLatin1String("completed"))
        return status == QLatin1String("in_progress") ? CiState::Running : CiState::Queued;
    const QString conclusion = json.value(QLatin1String("conclusion")).toString();
    if (conclusion == QLatin1String("success") || conclusion == QLatin1String("neutral"))
        return CiState::Success;
    if (conclusion == QLatin1String("skipped"))
        return CiState::Skipped;
    if (conclusion == QLatin1String("cancelled") || conclusion == QLatin1String("stale"))
        return CiState::Cancelled;
    if (conclusion == QLatin1String("action_required"))
        return CiState::Unsupported; // waits for a person
    return CiState::Failure; // failure, timed_out, startup_failure, and what is not known yet
}

domain::CiRun runOf(const QJsonObject &json)
{
    domain::CiRun run;
    run.id = QString::number(json.value(QLatin1String("id")).toInteger());
    run.workflow = json.value(QLatin1String("name")).toString();
    run.branch = json.value(QLatin1String("head_branch")).toString();
    run.sha = json.value(QLatin1String("head_sha")).toString();
    run.event = json.value(QLatin1String("event")).toString();
    run.pullRequest
        = json.value(QLatin1String("pull_requests")).toArray().at(0).toObject().value(QLatin1String("number")).toInt();
    run.attempt = json.value(QLatin1String("run_attempt")).toInt(1);
    run.state = stateOf(json);
    run.url = json.value(QLatin1String("html_url")).toString();
    run.createdAt = timeOf(json, QLatin1StringView("created_at"));
    if (domain::isFinal(run.state))
        run.finishedAt = timeOf(json, QLatin1StringView("updated_at"));
    const QString conclusion = json.value(QLatin1String("conclusion")).toString();
    if (run.state == CiState::Unsupported)
        run.reason = QStringLiteral("A person has to approve the run on GitHub");
    else if (conclusion == QLatin1String("startup_failure"))
        run.reason = QStringLiteral("The workflow file is not valid");
    else if (conclusion == QLatin1String("timed_out"))
        run.reason = QStringLiteral("The run took longer than GitHub allows");
    return run;
}

domain::CiJob jobOf(const QJsonObject &json)
{
    domain::CiJob job;
    job.id = QString::number(json.value(QLatin1String("id")).toInteger());
    job.name = json.value(QLatin1String("name")).toString();
    job.state = stateOf(json);
    const auto steps = json.value(QLatin1String("steps")).toArray();
    for (const auto &entry : steps) {
        const QJsonObject step = entry.toObject();
        const CiState state = stateOf(step);
        job.steps.append({ step.value(QLatin1String("number")).toInt(), step.value(QLatin1String("name")).toString(),
                           state, state == CiState::Failure ? 1 : 0 });
    }
    return job;
}

Result<> checkRunId(const QString &repo, const QString &id)
{
    bool ok = false;
    if (id.toLongLong(&ok) > 0 && ok)
        return {};
    return fail(ErrorCode::NotFound, QStringLiteral("%1 has no CI run %2").arg(repo, id));
}

} // namespace

GitHubRuns::GitHubRuns(GitHubContext &context, GitHubMirrors &mirrors)
    : m(context)
    , m_mirrors(mirrors)
{
}

Async<QList<domain::CiRun>> GitHubRuns::list(QString repo, QString sha, QString branch, int limit)
{
    CO_TRY(QList<domain::CiRun> runs, co_await actionRuns(repo, sha, branch, limit));
    if (sha.isEmpty())
        co_return runs;
    CO_TRY(const QList<domain::CiRun> others, co_await foreignChecks(&m.api, repo, sha));
    if (runs.isEmpty() && !others.isEmpty()) {
        // A check of somebody else may be quicker than Actions: it alone must not look like all there is.
        CO_TRY(const bool more, co_await expectsRuns(repo, sha));
        if (more)
            co_return runs;
    }
    runs.append(others);
    co_return runs;
}

Async<QList<domain::CiRun>> GitHubRuns::actionRuns(QString repo, QString sha, QString branch, int limit)
{
    CO_CHECK(checkFullName(repo));
    QUrlQuery query;
    if (!sha.isEmpty())
        query.addQueryItem(QStringLiteral("head_sha"), sha);
    if (!branch.isEmpty())
        query.addQueryItem(QStringLiteral("branch"), branch);
    const QString path = repoPath(repo, QStringLiteral("/actions/runs"));
    CO_TRY(const QJsonArray entries,
           co_await m.api.list(QStringLiteral("Reading the CI runs of ") + repo, path, query,
                               QStringLiteral("workflow_runs"), std::max(1, limit)));
    QList<domain::CiRun> runs;
    for (const auto &entry : entries)
        runs.append(runOf(entry.toObject()));
    co_return runs;
}

Async<QJsonObject> GitHubRuns::run(QString repo, QString id)
{
    CO_CHECK(checkFullName(repo));
    CO_CHECK(checkRunId(repo, id));
    co_return co_await m.api.object(QStringLiteral("Reading CI run %1 of %2").arg(id, repo), pathOf(repo, id));
}

Async<domain::CiRun> GitHubRuns::foreign(QString repo, QString id)
{
    CO_CHECK(checkFullName(repo));
    CO_TRY(const auto others, co_await foreignChecks(&m.api, repo, foreignCheckCommit(id)));
    const auto found = std::ranges::find(others, id, &domain::CiRun::id);
    if (found == others.end())
        co_return fail(ErrorCode::NotFound, QStringLiteral("%1 has no check %2").arg(repo, id));
    co_return domain::CiRun(*found);
}

Async<domain::CiRun> GitHubRuns::find(QString repo, QString id)
{
    if (!foreignCheckCommit(id).isEmpty())
        co_return co_await foreign(repo, id);
    CO_TRY(const QJsonObject json, co_await run(repo, id));
    domain::CiRun found = runOf(json);
    CO_TRY(const QJsonArray jobs,
           co_await m.api.list(QStringLiteral("Reading the jobs of CI run ") + id,
                               pathOf(repo, id, QStringLiteral("/jobs")), QUrlQuery(), QStringLiteral("jobs")));
    for (const auto &job : jobs)
        found.jobs.append(jobOf(job.toObject()));
    if (found.state == CiState::Failure && found.jobs.isEmpty() && found.reason.isEmpty())
        found.reason = QStringLiteral("The workflow file is not valid");
    co_return found;
}

Async<QByteArray> GitHubRuns::log(QString repo, QString runId, QString jobId, qsizetype maxBytes)
{
    CO_TRY(const domain::CiRun run, co_await find(repo, runId));
    const auto job = std::ranges::find(run.jobs, jobId, &domain::CiJob::id);
    if (job == run.jobs.end())
        co_return fail(ErrorCode::NotFound, QStringLiteral("CI run %1 has no job %2").arg(runId, jobId));
    const domain::CiJob wanted = *job;
    const QString what = QStringLiteral("Reading the log of “%1”").arg(wanted.name);
    if (domain::isFinal(run.state)) {
        const auto zip
            = co_await m.api.download(what, pathOf(repo, runId, QStringLiteral("/logs")), m.settings.maxLogArchive);
        if (zip) {
            if (auto text = jobLogFromArchive(*zip, wanted, maxBytes))
                co_return logTail(std::move(*text), maxBytes);
        } else if (zip.error().code == ErrorCode::Cancelled || zip.error().code == ErrorCode::Denied) {
            co_return forward(zip);
        }
    }
    // The archive exists when the run is over, and does not always hold every job.
    const QString path = repoPath(repo, QStringLiteral("/actions/jobs/%1/logs").arg(jobId));
    CO_TRY(const QByteArray text, co_await m.api.download(what, path, m.settings.maxLogArchive));
    co_return logTail(cleanedJobLog(text), maxBytes);
}

Async<> GitHubRuns::rerun(QString repo, QString runId)
{
    if (!foreignCheckCommit(runId).isEmpty()) {
        co_return fail(ErrorCode::Unsupported, QStringLiteral("The check %1 is not run by GitHub Actions").arg(runId),
                       QStringLiteral("Run it again where it comes from"));
    }
    const auto held = co_await m.locks.lock(QStringLiteral("run ") + runId);
    CO_TRY(const QJsonObject before, co_await run(repo, runId));
    const int attempt = before.value(QLatin1String("run_attempt")).toInt(1);
    const CiState state = stateOf(before);
    if (!domain::isFinal(state))
        co_return {}; // it runs
    constexpr int rounds = 5;
    std::optional<Error> last;
    for (int round = 0; round < rounds; ++round) {
        if (round > 0) {
            CO_CHECK(co_await m.api.sleep(2s * round));
            CO_TRY(const QJsonObject now, co_await run(repo, runId));
            if (now.value(QLatin1String("run_attempt")).toInt(1) > attempt)
                co_return {};
        }
        const bool all = state == CiState::Success || state == CiState::Skipped;
        ApiCall call;
        call.what = QStringLiteral("Running CI run %1 of %2 again").arg(runId, repo);
        call.path = pathOf(repo, runId, all ? QStringLiteral("/rerun") : QStringLiteral("/rerun-failed-jobs"));
        call.method = "POST";
        call.kind = net::RequestKind::Write;
        call.repeatable = false;
        const ApiReply reply = co_await m.api.send(call);
        if (reply.ok() || reply.complaint().says(QLatin1StringView("already running")))
            co_return co_await waitForAttempt(repo, runId, attempt);
        last = reply.error;
        if (!reply.uncertain)
            break;
    }
    co_return std::unexpected(*last);
}

Async<> GitHubRuns::waitForAttempt(QString repo, QString runId, int above)
{
    for (int round = 0; round < 6; ++round) {
        CO_TRY(const QJsonObject now, co_await run(repo, runId));
        if (now.value(QLatin1String("run_attempt")).toInt(1) > above)
            break;
        CO_CHECK(co_await m.api.sleep(1s * (1 << round)));
    }
    co_return {};
}

Async<> GitHubRuns::cancel(QString repo, QString runId)
{
    CO_CHECK(checkFullName(repo));
    CO_CHECK(checkRunId(repo, runId));
    ApiCall call;
    call.what = QStringLiteral("Cancelling CI run %1 of %2").arg(runId, repo);
    call.path = pathOf(repo, runId, QStringLiteral("/cancel"));
    call.method = "POST";
    call.kind = net::RequestKind::Write;
    const ApiReply reply = co_await m.api.send(call);
    if (!reply.ok() && reply.status() != 409) // 409: over already
        co_return reply.failure();
    co_return {};
}

Async<bool> GitHubRuns::wouldRun(QString repo, QString sha)
{
    CO_CHECK(checkSha(sha));
    CO_TRY(const bool expected, co_await expectsRuns(repo, sha));
    if (expected)
        co_return true;
    // Something that is not in the files (an organisation's own workflow) may have run.
    CO_TRY(const auto runs, co_await actionRuns(repo, sha, QString(), 1));
    co_return !runs.isEmpty();
}

Async<bool> GitHubRuns::expectsRuns(QString repo, QString sha)
{
    CO_TRY(const QString mirror, co_await m_mirrors.update(repo));
    CO_TRY(const auto files, co_await workflowFilesAt(m.git, mirror, sha));
    QStringList bases = m_mirrors.protectedBranches(repo);
    if (bases.isEmpty()) {
        CO_TRY(const QJsonObject repository, co_await m.api.object(QStringLiteral("Reading ") + repo, repoPath(repo)));
        bases.append(repository.value(QLatin1String("default_branch")).toString());
    }
    const QStringList pointsAt { QStringLiteral("for-each-ref"), QStringLiteral("--format=%(refname:lstrip=2)"),
                                 QStringLiteral("--points-at"), sha, QStringLiteral("refs/heads/") };
    CO_TRY(const QByteArray names, co_await m.git.run(mirror, pointsAt));
    const QStringList branches = QString::fromUtf8(names).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    const auto matches = [](const std::optional<BranchFilter> &filter, const QStringList &candidates) {
        return filter && std::ranges::any_of(candidates, [&](const QString &name) { return filter->matches(name); });
    };
    for (const auto &file : files) {
        if (!file.workflow || matches(file.workflow->push, branches) || matches(file.workflow->pullRequest, bases))
            co_return true; // an invalid file shows as a failed run
    }
    co_return false;
}

} // namespace slipway::forge
