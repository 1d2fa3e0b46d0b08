// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/foreignchecks.h"

namespace slipway::forge {

using domain::CiState;

namespace {

CiState stateOfStatus(const QString &state)
{
    if (state == QLatin1String("success"))
        return CiState::Success;
    return state == QLatin1String("pending") ? CiState::Running : CiState::Failure; // failure, error
}

CiState stateOfCheck(const QJsonObject &check)
{
    if (check.value(QLatin1String("status")).toString() != QLatin1String("completed"))
        return CiState::Running;
    const QString conclusion = check.value(QLatin1String("conclusion")).toString();
    if (conclusion == QLatin1String("success") || conclusion == QLatin1String("neutral"))
        return CiState::Success;
    if (conclusion == QLatin1String("skipped"))
        return CiState::Skipped;
    if (conclusion == QLatin1String("cancelled") || conclusion == QLatin1String("stale"))
        return CiState::Cancelled;
    return conclusion == QLatin1String("action_required") ? CiState::Unsupported : CiState::Failure;
}

domain::CiRun runOfStatus(const QJsonObject &status, const QString &sha)
{
    domain::CiRun run;
    run.workflow = status.value(QLatin1String("context")).toString();
    run.id = QStringLiteral("status:%1:%2").arg(sha, run.workflow);
    run.state = stateOfStatus(status.value(QLatin1String("state")).toString());
    run.reason = status.value(QLatin1String("description")).toString();
    run.url = status.value(QLatin1String("target_url")).toString();
    run.createdAt = timeOf(status, QLatin1StringView("created_at"));
    run.finishedAt = domain::isFinal(run.state) ? timeOf(status, QLatin1StringView("updated_at")) : QDateTime();
    return run;
}

domain::CiRun runOfCheck(const QJsonObject &check, const QString &sha)
{
    domain::CiRun run;
    run.workflow = check.value(QLatin1String("name")).toString();
    run.id = QStringLiteral("check:%1:%2").arg(sha).arg(check.value(QLatin1String("id")).toInteger());
    run.state = stateOfCheck(check);
    run.reason = check.value(QLatin1String("output")).toObject().value(QLatin1String("title")).toString();
    run.url = check.value(QLatin1String("html_url")).toString();
    run.createdAt = timeOf(check, QLatin1StringView("started_at"));
    run.finishedAt = timeOf(check, QLatin1StringView("completed_at"));
    return run;
}

} // namespace

QString foreignCheckCommit(const QString &runId)
{
    const bool foreign = runId.startsWith(QLatin1String("status:")) || runId.startsWith(QLatin1String("check:"));
    return foreign ? runId.section(QLatin1Char(':'), 1, 1) : QString();
}

Async<QList<domain::CiRun>> foreignChecks(GitHubApi *api, QString repo, QString sha)
{
    const QString commit = repoPath(repo, QStringLiteral("/commits/")) + sha;
    const QString what = QStringLiteral("Reading the checks of %1").arg(sha.left(12));
    QList<domain::CiRun> runs;
    const auto combined = co_await api->object(what, commit + QStringLiteral("/status"));
    // A commit that is not there has no checks.
    if (!combined && combined.error().code != ErrorCode::NotFound && combined.error().code != ErrorCode::Invalid)
        co_return forward(combined);
    const auto statuses = combined ? combined->value(QLatin1String("statuses")).toArray() : QJsonArray();
    for (const auto &entry : statuses) {
        const domain::CiRun run = runOfStatus(entry.toObject(), sha);
        if (run.workflow != qaContext)
            runs.append(run);
    }
    const auto checks
        = co_await api->list(what, commit + QStringLiteral("/check-runs"), QUrlQuery(), QStringLiteral("check_runs"));
    if (!checks) {
        const auto code = checks.error().code;
        const bool hidden = code == ErrorCode::Denied || code == ErrorCode::NotFound || code == ErrorCode::Invalid;
        co_return hidden ? Result<QList<domain::CiRun>>(runs) : Result<QList<domain::CiRun>>(forward(checks));
    }
    for (const auto &entry : *checks) {
        const QJsonObject check = entry.toObject();
        const QString app = check.value(QLatin1String("app")).toObject().value(QLatin1String("slug")).toString();
        if (app != QLatin1String("github-actions")) // those are jobs of runs, which are read as such
            runs.append(runOfCheck(check, sha));
    }
    for (auto &run : runs)
        run.sha = sha;
    co_return runs;
}

} // namespace slipway::forge
