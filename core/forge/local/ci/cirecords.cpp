// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/cirecords.h"

#include "core/forge/local/layout.h"
#include "core/forge/local/repositoryrecords.h"

namespace slipway::forge::cirecords {

using domain::CiState;
using storage::Connection;
using storage::Row;
using storage::storedTime;

namespace {

QString selection(const QString &rest)
{
    return QStringLiteral("SELECT ci_runs.*, repositories.full_name, repositories.default_branch FROM ci_runs "
                          "JOIN repositories ON repositories.id = ci_runs.repo ")
        + rest;
}

CiRunRecord recordOf(const Row &row)
{
    CiRunRecord record;
    record.id = row.number("id");
    record.repository = row.number("repo");
    record.fullName = row.text("full_name");
    record.defaultBranch = row.text("default_branch");
    record.file = row.text("file");
    record.base = row.text("base");
    auto &run = record.run;
    run.id = QString::number(record.id);
    run.workflow = row.text("workflow");
    run.branch = row.text("branch");
    run.sha = row.text("sha");
    run.event = row.text("event");
    run.pullRequest = row.integer("pull_request");
    run.attempt = row.integer("attempt");
    run.state = domain::ciStateFromString(row.text("state"));
    run.reason = row.text("reason");
    run.url = Layout::runUrl(record.fullName, record.id);
    run.createdAt = row.time("created_at");
    run.finishedAt = row.time("finished_at");
    return record;
}

Result<QList<CiRunRecord>> many(Connection &connection, const QString &rest, const QVariantList &values)
{
    TRY(const auto rows, connection.rowsWith(selection(rest), values));
    QList<CiRunRecord> records;
    records.reserve(rows.size());
    for (const auto &row : rows)
        records.append(recordOf(row));
    return records;
}

Result<QList<qint64>> ids(Connection &connection, const QString &sql, const QVariantList &values)
{
    TRY(const auto rows, connection.rowsWith(sql, values));
    QList<qint64> list;
    for (const auto &row : rows)
        list.append(row.number("id"));
    return list;
}

Result<> requeue(Connection &connection, qint64 id)
{
    CHECK(connection.exec(QStringLiteral("DELETE FROM ci_jobs WHERE run = ?"), id));
    CHECK(connection.exec(
        QStringLiteral("UPDATE ci_runs SET state = 'queued', attempt = attempt + 1, reason = '', finished_at = 0 "
                       "WHERE id = ?"),
        id));
    return {};
}

} // namespace

Result<std::optional<CiRunRecord>> add(Connection &connection, const CiRunRecord &record)
{
    const auto &run = record.run;
    TRY(const auto known,
        connection.row(
            QStringLiteral("SELECT id, state FROM ci_runs WHERE repo = ? AND file = ? AND sha = ? AND branch = ?"),
            record.repository, record.file, run.sha, run.branch));
    if (!known) {
        TRY(const auto id,
            connection.insert(
                QStringLiteral("INSERT INTO ci_runs (repo, file, workflow, sha, branch, event, pull_request, base, "
                               "state, reason, created_at, finished_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                record.repository, record.file, run.workflow, run.sha, run.branch, run.event, run.pullRequest,
                record.base, domain::toString(run.state), run.reason, storedTime(run.createdAt),
                storedTime(run.finishedAt)));
        return find(connection, id);
    }
    const qint64 id = known->number("id");
    if (run.pullRequest > 0) {
        CHECK(connection.exec(
            QStringLiteral("UPDATE ci_runs SET pull_request = ?, base = ? WHERE id = ? AND pull_request = 0"),
            run.pullRequest, record.base, id));
    }
    if (known->text("state") != QLatin1String("cancelled"))
        return std::nullopt;
    CHECK(requeue(connection, id));
    return find(connection, id);
}

Result<CiRunRecord> find(Connection &connection, qint64 id)
{
    TRY(const auto row, connection.row(selection(QStringLiteral("WHERE ci_runs.id = ?")), id));
    if (!row)
        return fail(ErrorCode::NotFound, QStringLiteral("There is no CI run %1").arg(id));
    return recordOf(*row);
}

Result<CiRunRecord> find(Connection &connection, const QString &repo, const QString &id)
{
    CHECK(repositoryrecords::find(connection, repo));
    auto record = find(connection, id.toLongLong());
    if (!record || record->fullName != repo)
        return fail(ErrorCode::NotFound, QStringLiteral("%1 has no CI run %2").arg(repo, id));
    return record;
}

Result<QList<CiRunRecord>> select(Connection &connection, const QString &repo, const QString &sha,
                                  const QString &branch, int limit)
{
    TRY(const auto repository, repositoryrecords::find(connection, repo));
    QString rest = QStringLiteral("WHERE ci_runs.repo = ?");
    QVariantList values { repository.id };
    if (!sha.isEmpty()) {
        rest += QStringLiteral(" AND ci_runs.sha = ?");
        values.append(sha);
    }
    if (!branch.isEmpty()) {
        rest += QStringLiteral(" AND ci_runs.branch = ?");
        values.append(branch);
    }
    values.append(std::max(limit, 0));
    return many(connection, rest + QStringLiteral(" ORDER BY ci_runs.id DESC LIMIT ?"), values);
}

Result<QList<domain::CiJob>> jobs(Connection &connection, qint64 run)
{
    TRY(const auto rows, connection.rows(QStringLiteral("SELECT * FROM ci_jobs WHERE run = ? ORDER BY position"), run));
    TRY(const auto steps,
        connection.rows(QStringLiteral("SELECT * FROM ci_steps WHERE run = ? ORDER BY position, number"), run));
    QList<domain::CiJob> jobs;
    for (const auto &row : rows) {
        domain::CiJob job { row.text("job"), row.text("name"), domain::ciStateFromString(row.text("state")), {} };
        for (const auto &step : steps) {
            if (step.integer("position") != row.integer("position"))
                continue;
            job.steps.append({ step.integer("number"), step.text("name"), domain::ciStateFromString(step.text("state")),
                               step.integer("exit_code") });
        }
        jobs.append(std::move(job));
    }
    return jobs;
}

Result<std::optional<CiRunRecord>> move(Connection &connection, qint64 id, int attempt, CiState from, CiState to,
                                        const QString &reason, const QDateTime &now)
{
    TRY(const auto changed,
        connection.exec(
            QStringLiteral(
                "UPDATE ci_runs SET state = ?, reason = ?, finished_at = ? WHERE id = ? AND attempt = ? AND state = ?"),
            domain::toString(to), reason, domain::isFinal(to) ? storedTime(now) : qint64(0), id, attempt,
            domain::toString(from)));
    if (changed == 0)
        return std::nullopt;
    return find(connection, id);
}

Result<QList<CiRunRecord>> cancelOlder(Connection &connection, qint64 repo, const QString &branch,
                                       const QString &keepSha, const QDateTime &now)
{
    TRY(const auto list,
        ids(connection,
            QStringLiteral(
                "SELECT id FROM ci_runs WHERE repo = ? AND branch = ? AND sha <> ? AND state IN ('queued', 'running')"),
            { repo, branch, keepSha }));
    QList<CiRunRecord> cancelled;
    for (const auto id : list) {
        CHECK(connection.exec(
            QStringLiteral("UPDATE ci_runs SET state = 'cancelled', reason = ?, finished_at = ? WHERE id = ?"),
            QStringLiteral("Superseded by %1").arg(keepSha.left(12)), storedTime(now), id));
        TRY(auto record, find(connection, id));
        cancelled.append(std::move(record));
    }
    return cancelled;
}

Result<std::optional<CiRunRecord>> again(Connection &connection, qint64 id)
{
    TRY(const auto record, find(connection, id));
    if (!domain::isFinal(record.run.state))
        return std::nullopt;
    CHECK(requeue(connection, id));
    return find(connection, id);
}

Result<QList<CiRunRecord>> recover(Connection &connection)
{
    TRY(const auto list,
        ids(connection, QStringLiteral("SELECT id FROM ci_runs WHERE state = 'running' ORDER BY id"), {}));
    QList<CiRunRecord> records;
    for (const auto id : list) {
        CHECK(requeue(connection, id));
        TRY(auto record, find(connection, id));
        records.append(std::move(record));
    }
    return records;
}

Result<QList<qint64>> queued(Connection &connection)
{
    return ids(connection, QStringLiteral("SELECT id FROM ci_runs WHERE state = 'queued' ORDER BY id"), {});
}

Result<QList<qint64>> prune(Connection &connection, qint64 repo, int keep)
{
    TRY(const auto list,
        ids(connection,
            QStringLiteral(
                "SELECT id FROM ci_runs WHERE repo = ? AND state NOT IN ('queued', 'running') ORDER BY id DESC "
                "LIMIT -1 OFFSET ?"),
            { repo, std::max(keep, 1) }));
    for (const auto id : list)
        CHECK(connection.exec(QStringLiteral("DELETE FROM ci_runs WHERE id = ?"), id));
    return list;
}

Result<QList<qint64>> idsOf(Connection &connection, qint64 repo)
{
    return ids(connection, QStringLiteral("SELECT id FROM ci_runs WHERE repo = ?"), { repo });
}

Result<> saveJob(Connection &connection, qint64 run, int attempt, int position, const domain::CiJob &job)
{
    // An attempt that was superseded may still report; its rows are those of the next one by then.
    TRY(const auto current,
        connection.row(QStringLiteral("SELECT 1 AS there FROM ci_runs WHERE id = ? AND attempt = ?"), run, attempt));
    if (!current)
        return {};
    CHECK(connection.exec(
        QStringLiteral("INSERT INTO ci_jobs (run, position, job, name, state) VALUES (?, ?, ?, ?, ?) "
                       "ON CONFLICT (run, position) DO UPDATE SET state = excluded.state, name = excluded.name"),
        run, position, job.id, job.name, domain::toString(job.state)));
    for (const auto &step : job.steps) {
        CHECK(connection.exec(
            QStringLiteral(
                "INSERT INTO ci_steps (run, position, number, name, state, exit_code) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (run, position, number) "
                "DO UPDATE SET state = excluded.state, exit_code = excluded.exit_code, name = excluded.name"),
            run, position, step.number, step.name, domain::toString(step.state), step.exitCode));
    }
    return {};
}

} // namespace slipway::forge::cirecords
