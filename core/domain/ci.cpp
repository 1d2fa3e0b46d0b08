// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/ci.h"

#include "core/base/clock.h"

#include <QJsonArray>

#include <array>

namespace slipway::domain {

namespace {
constexpr std::array<const char *, 8> names { "none",    "queued",    "running", "success",
                                              "failure", "cancelled", "skipped", "unsupported" };

QJsonObject toJson(const CiStep &step)
{
    return { { QStringLiteral("number"), step.number },
             { QStringLiteral("name"), step.name },
             { QStringLiteral("state"), toString(step.state) },
             { QStringLiteral("exit_code"), step.exitCode } };
}

QJsonObject toJson(const CiJob &job)
{
    QJsonArray steps;
    for (const auto &step : job.steps)
        steps.append(toJson(step));
    return { { QStringLiteral("id"), job.id },
             { QStringLiteral("name"), job.name },
             { QStringLiteral("state"), toString(job.state) },
             { QStringLiteral("steps"), steps } };
}

CiJob jobFromJson(const QJsonObject &json)
{
    CiJob job { json.value(QLatin1String("id")).toString(),
                json.value(QLatin1String("name")).toString(),
                ciStateFromString(json.value(QLatin1String("state")).toString()),
                {} };
    const auto steps = json.value(QLatin1String("steps")).toArray();
    for (const auto &value : steps) {
        const auto step = value.toObject();
        job.steps.append({ step.value(QLatin1String("number")).toInt(), step.value(QLatin1String("name")).toString(),
                           ciStateFromString(step.value(QLatin1String("state")).toString()),
                           step.value(QLatin1String("exit_code")).toInt() });
    }
    return job;
}
} // namespace

QString toString(CiState state)
{
    return QString::fromLatin1(names.at(static_cast<size_t>(state)));
}

CiState ciStateFromString(const QString &name)
{
    for (size_t i = 0; i < names.size(); ++i) {
        if (name == QLatin1String(names.at(i)))
            return static_cast<CiState>(i);
    }
    return CiState::None;
}

bool isFinal(CiState state)
{
    return state != CiState::Queued && state != CiState::Running && state != CiState::None;
}

QJsonObject toJson(const CiRun &run)
{
    QJsonArray jobs;
    for (const auto &job : run.jobs)
        jobs.append(toJson(job));
    return { { QStringLiteral("id"), run.id },
             { QStringLiteral("workflow"), run.workflow },
             { QStringLiteral("branch"), run.branch },
             { QStringLiteral("sha"), run.sha },
             { QStringLiteral("event"), run.event },
             { QStringLiteral("pull_request"), run.pullRequest },
             { QStringLiteral("attempt"), run.attempt },
             { QStringLiteral("state"), toString(run.state) },
             { QStringLiteral("reason"), run.reason },
             { QStringLiteral("url"), run.url },
             { QStringLiteral("created_at"), base::isoTime(run.createdAt) },
             { QStringLiteral("finished_at"), run.finishedAt.isValid() ? base::isoTime(run.finishedAt) : QString() },
             { QStringLiteral("jobs"), jobs } };
}

CiRun ciRunFromJson(const QJsonObject &json)
{
    const auto text = [&](const char *name) { return json.value(QLatin1String(name)).toString(); };
    CiRun run;
    run.id = text("id");
    run.workflow = text("workflow");
    run.branch = text("branch");
    run.sha = text("sha");
    run.event = text("event");
    run.pullRequest = json.value(QLatin1String("pull_request")).toInt();
    run.attempt = json.value(QLatin1String("attempt")).toInt(1);
    run.state = ciStateFromString(text("state"));
    run.reason = text("reason");
    run.url = text("url");
    run.createdAt = QDateTime::fromString(text("created_at"), Qt::ISODate);
    run.finishedAt = QDateTime::fromString(text("finished_at"), Qt::ISODate);
    const auto jobs = json.value(QLatin1String("jobs")).toArray();
    for (const auto &job : jobs)
        run.jobs.append(jobFromJson(job.toObject()));
    return run;
}

} // namespace slipway::domain
