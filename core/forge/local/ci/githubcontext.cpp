// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/runexecutor.h"

namespace slipway::forge {

namespace {

QJsonObject eventOf(const CiRunRecord &record)
{
    const auto &run = record.run;
    const QJsonObject repository { { QStringLiteral("full_name"), record.fullName },
                                   { QStringLiteral("name"), record.fullName.section(QLatin1Char('/'), 1) },
                                   { QStringLiteral("default_branch"), record.defaultBranch } };
    if (run.event != QLatin1String("pull_request")) {
        return { { QStringLiteral("ref"), QString(QStringLiteral("refs/heads/") + run.branch) },
                 { QStringLiteral("after"), run.sha },
                 { QStringLiteral("repository"), repository } };
    }
    const QJsonObject pull { { QStringLiteral("number"), run.pullRequest },
                             { QStringLiteral("head"),
                               QJsonObject { { QStringLiteral("ref"), run.branch },
                                             { QStringLiteral("sha"), run.sha } } },
                             { QStringLiteral("base"), QJsonObject { { QStringLiteral("ref"), record.base } } } };
    return { { QStringLiteral("action"), QStringLiteral("synchronize") },
             { QStringLiteral("number"), run.pullRequest },
             { QStringLiteral("pull_request"), pull },
             { QStringLiteral("repository"), repository } };
}

} // namespace

QJsonObject githubContext(const CiRunRecord &record)
{
    const auto &run = record.run;
    const bool pull = run.event == QLatin1String("pull_request");
    const QString name = pull ? QStringLiteral("%1/merge").arg(run.pullRequest) : run.branch;
    return { { QStringLiteral("sha"), run.sha },
             { QStringLiteral("ref"),
               QString((pull ? QStringLiteral("refs/pull/") : QStringLiteral("refs/heads/")) + name) },
             { QStringLiteral("ref_name"), name },
             { QStringLiteral("ref_type"), QStringLiteral("branch") },
             { QStringLiteral("head_ref"), pull ? run.branch : QString() },
             { QStringLiteral("base_ref"), pull ? record.base : QString() },
             { QStringLiteral("event_name"), run.event },
             { QStringLiteral("event"), eventOf(record) },
             { QStringLiteral("repository"), record.fullName },
             { QStringLiteral("repository_owner"), record.fullName.section(QLatin1Char('/'), 0, 0) },
             { QStringLiteral("actor"), QStringLiteral("slipway") },
             { QStringLiteral("triggering_actor"), QStringLiteral("slipway") },
             { QStringLiteral("workflow"), run.workflow },
             { QStringLiteral("run_id"), run.id },
             { QStringLiteral("run_number"), run.id },
             { QStringLiteral("run_attempt"), QString::number(run.attempt) },
             { QStringLiteral("server_url"), QString() },
             { QStringLiteral("token"), QString() } };
}

} // namespace slipway::forge
