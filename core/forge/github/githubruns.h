// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/github/githubmirrors.h"

#include "core/domain/ci.h"

namespace slipway::forge {

/// Actions: runs, jobs, logs, rerun and cancel. Lives in the engine thread.
class GitHubRuns final {
public:
    GitHubRuns(GitHubContext &context, GitHubMirrors &mirrors);

    /// With a commit: also what others than Actions say about it (see foreignchecks.h).
    [[nodiscard]] Async<QList<domain::CiRun>> list(QString repo, QString sha, QString branch, int limit);
    [[nodiscard]] Async<domain::CiRun> find(QString repo, QString id);
    [[nodiscard]] Async<QByteArray> log(QString repo, QString runId, QString jobId, qsizetype maxBytes);
    /// Failed jobs again, or all where none failed. Waits until the new attempt shows: before that the old conclusion does.
    [[nodiscard]] Async<> rerun(QString repo, QString runId);
    [[nodiscard]] Async<> cancel(QString repo, QString runId);
    [[nodiscard]] Async<bool> wouldRun(QString repo, QString sha);

private:
    [[nodiscard]] Async<QList<domain::CiRun>> actionRuns(QString repo, QString sha, QString branch, int limit);
    /// Whether the workflow files of a commit ask for a run.
    [[nodiscard]] Async<bool> expectsRuns(QString repo, QString sha);
    [[nodiscard]] Async<domain::CiRun> foreign(QString repo, QString id);
    [[nodiscard]] Async<QJsonObject> run(QString repo, QString id);
    [[nodiscard]] Async<> waitForAttempt(QString repo, QString runId, int above);

    GitHubContext &m;
    GitHubMirrors &m_mirrors;
};

} // namespace slipway::forge
