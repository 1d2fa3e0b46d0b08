// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/github/fakeroutes.h"
#include "tests/fakes/github/zipstream.h"

#include <QUuid>

namespace slipway::test {

namespace {

FakeRun *runOf(FakeCall &call)
{
    ageRuns(*call.repo, call.now);
    for (auto &run : call.repo->runs) {
        if (run.id == call.arg(0).toLongLong())
            return &run;
    }
    return nullptr;
}

HostResponse notFound()
{
    return refusal(404, QStringLiteral("Not Found"));
}

QJsonValue conclusionOf(const FakeRun &run, const QString &conclusion)
{
    return run.status == QLatin1String("completed") ? QJsonValue(conclusion) : QJsonValue(QJsonValue::Null);
}

QJsonObject runJson(const FakeCall &call, const FakeRun &run)
{
    QJsonArray pulls;
    for (const auto &item : std::as_const(call.repo->items)) {
        if (item.isPull && item.headSha == run.sha)
            pulls.append(QJsonObject { { QStringLiteral("number"), item.number } });
    }
    return { { QStringLiteral("id"), run.id },
             { QStringLiteral("name"), run.name },
             { QStringLiteral("head_branch"), run.branch },
             { QStringLiteral("head_sha"), run.sha },
             { QStringLiteral("event"), run.event },
             { QStringLiteral("status"), run.status },
             { QStringLiteral("conclusion"), conclusionOf(run, run.conclusion) },
             { QStringLiteral("run_attempt"), run.attempt },
             { QStringLiteral("run_number"), 1 },
             { QStringLiteral("path"), QStringLiteral(".github/workflows/ci.yml") },
             { QStringLiteral("created_at"), timeValue(run.createdAt) },
             { QStringLiteral("updated_at"), timeValue(run.finishAt.isValid() ? run.finishAt : run.createdAt) },
             { QStringLiteral("pull_requests"), pulls },
             { QStringLiteral("html_url"),
               QStringLiteral("%1/%2/actions/runs/%3").arg(call.host, call.repo->fullName()).arg(run.id) } };
}

HostResponse runs(FakeCall &call)
{
    ageRuns(*call.repo, call.now);
    QJsonArray all;
    for (const auto &run : std::as_const(call.repo->runs)) {
        const QString sha = call.query("head_sha"), branch = call.query("branch");
        if ((sha.isEmpty() || sha == run.sha) && (branch.isEmpty() || branch == run.branch))
            all.prepend(runJson(call, run));
    }
    return paged(call, all, QStringLiteral("workflow_runs"));
}

HostResponse readRun(FakeCall &call)
{
    const FakeRun *run = runOf(call);
    return run ? reply(200, runJson(call, *run)) : notFound();
}

QJsonObject jobJson(const FakeRun &run, const FakeJob &job)
{
    QJsonArray steps;
    for (qsizetype i = 0; i < job.steps.size(); ++i)
        steps.append(QJsonObject { { QStringLiteral("name"), job.steps.at(i).name },
                                   { QStringLiteral("number"), i + 1 },
                                   { QStringLiteral("status"), run.status },
                                   { QStringLiteral("conclusion"), conclusionOf(run, job.steps.at(i).conclusion) } });
    return { { QStringLiteral("id"), job.id },
             { QStringLiteral("name"), job.name },
             { QStringLiteral("status"), run.status },
             { QStringLiteral("conclusion"), conclusionOf(run, job.conclusion) },
             { QStringLiteral("steps"), steps } };
}

HostResponse jobs(FakeCall &call)
{
    const FakeRun *run = runOf(call);
    if (!run)
        return notFound();
    QJsonArray all;
    for (const auto &job : run->jobs)
        all.append(jobJson(*run, job));
    return paged(call, all, QStringLiteral("jobs"));
}

HostResponse checkRuns(FakeCall &call)
{
    ageRuns(*call.repo, call.now);
    QJsonArray all;
    for (const auto &run : std::as_const(call.repo->runs)) {
        for (const auto &job : run.jobs) {
            if (run.sha != call.arg(0))
                continue;
            QJsonObject check = jobJson(run, job);
            check.insert(QStringLiteral("app"),
                         QJsonObject { { QStringLiteral("slug"), QStringLiteral("github-actions") } });
            all.append(check);
        }
    }
    for (const auto &check : std::as_const(call.repo->appChecks)) {
        if (check.value(QLatin1String("head_sha")).toString() == call.arg(0))
            all.append(check);
    }
    return paged(call, all, QStringLiteral("check_runs"));
}

/// An address on another host, good for one download, that must not see the token.
HostResponse signedBlob(FakeCall &call, const QByteArray &content)
{
    const QString name = QUuid::createUuid().toString(QUuid::WithoutBraces);
    call.state.blobs.insert(name, content);
    QString host = call.host;
    host.replace(QStringLiteral("127.0.0.1"), QStringLiteral("localhost"));
    return { 302,
             { { "Location",
                 (host % QStringLiteral("/blob/") % name % QStringLiteral("?sig=SECRETSIGNATURE")).toUtf8() } },
             {} };
}

QByteArray stamped(const QByteArray &log)
{
    QByteArray out;
    const auto lines = log.split('\n');
    for (const auto &line : lines) {
        if (!line.isEmpty())
            out += "2026-01-31T12:00:05.2850000Z " + line + "\n";
    }
    return out;
}

QByteArray wholeLog(const FakeJob &job)
{
    QByteArray log = "\xef\xbb\xbf";
    for (const auto &step : job.steps)
        log += stamped("##[group]Run " + step.name.toUtf8() + "\n##[endgroup]\n" + step.log);
    return log;
}

QString fileName(QString name)
{
    static const QRegularExpression odd(QStringLiteral("[/:<>\"|?*\\\\]"));
    return name.remove(odd).left(90).trimmed();
}

HostResponse runLogs(FakeCall &call)
{
    const FakeRun *run = runOf(call);
    if (!run || run->status != QLatin1String("completed") || !run->hasArchive)
        return notFound();
    QList<std::pair<QString, QByteArray>> files;
    for (qsizetype j = 0; j < run->jobs.size(); ++j) {
        const FakeJob &job = run->jobs.at(j);
        const QString name = fileName(job.name);
        files.append({ QStringLiteral("%1_%2.txt").arg(j).arg(name), wholeLog(job) });
        for (qsizetype s = 0; s < job.steps.size(); ++s)
            files.append({ QStringLiteral("%1/%2_%3.txt").arg(name).arg(s + 1).arg(fileName(job.steps.at(s).name)),
                           "\xef\xbb\xbf" + stamped(job.steps.at(s).log) });
        files.append({ name + QStringLiteral("/system.txt"), stamped("Job is about to start\n") });
    }
    return signedBlob(call, streamedZip(files));
}

HostResponse jobLogs(FakeCall &call)
{
    for (const auto &run : std::as_const(call.repo->runs)) {
        for (const auto &job : run.jobs) {
            if (job.id == call.arg(0).toLongLong())
                return signedBlob(call, wholeLog(job));
        }
    }
    return notFound();
}

HostResponse rerun(FakeCall &call)
{
    FakeRun *run = runOf(call);
    if (!run)
        return notFound();
    if (run->status != QLatin1String("completed"))
        return refusal(403, QStringLiteral("This workflow is already running"));
    ++run->attempt;
    run->status = QStringLiteral("queued");
    run->finishAt = call.now.addSecs(call.state.options.runSeconds);
    return reply(201, QJsonObject());
}

HostResponse cancel(FakeCall &call)
{
    FakeRun *run = runOf(call);
    if (!run)
        return notFound();
    if (run->status == QLatin1String("completed"))
        return refusal(409, QStringLiteral("Cannot cancel a workflow run that is completed."));
    run->status = QStringLiteral("completed");
    run->conclusion = QStringLiteral("cancelled");
    return reply(202, QJsonObject());
}

} // namespace

void addActionRoutes(FakeRoutes &routes)
{
    addRoute(routes, "GET", "/repos/R/actions/runs", runs);
    addRoute(routes, "GET", "/repos/R/actions/runs/:", readRun);
    addRoute(routes, "GET", "/repos/R/actions/runs/:/jobs", jobs);
    addRoute(routes, "GET", "/repos/R/actions/runs/:/logs", runLogs);
    addRoute(routes, "GET", "/repos/R/actions/jobs/:/logs", jobLogs);
    addRoute(routes, "POST", "/repos/R/actions/runs/:/rerun-failed-jobs", rerun);
    addRoute(routes, "POST", "/repos/R/actions/runs/:/rerun", rerun);
    addRoute(routes, "POST", "/repos/R/actions/runs/:/cancel", cancel);
    addRoute(routes, "GET", "/repos/R/commits/:/check-runs", checkRuns);
}

} // namespace slipway::test
