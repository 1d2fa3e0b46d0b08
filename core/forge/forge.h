// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/forge/models.h"

#include <QObject>

#include <optional>
#include <stop_token>

namespace slipway::forge {

/// Where the work lives: repositories, issues, pull requests, CI. Lives in the engine thread; the engine is the only
/// client. Every `ensure…` is idempotent: it looks for what its marker (or name) identifies before it creates, so that a
/// repeated call after a crash or an ambiguous failure does nothing twice.
class Forge : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Forge)
public:
    using QObject::QObject;

    [[nodiscard]] virtual QString kind() const = 0; ///< `local`, `github`

    /// Creates the repository with an initial commit on `defaultBranch` if it is not there.
    [[nodiscard]] virtual Async<Repository> ensureRepository(QString owner, QString name, QString description,
                                                             QString defaultBranch)
        = 0;
    [[nodiscard]] virtual Async<> ensureLabels(QString repo, QList<Label> labels) = 0;
    /// From now on only merge() writes the branch; pushes to it are refused.
    [[nodiscard]] virtual Async<> protectBranch(QString repo, QString branch) = 0;
    /// Pushes a commit that the local bare mirror `fromRepository` holds. `force` replaces a work branch.
    [[nodiscard]] virtual Async<> push(QString repo, QString fromRepository, QString sha, QString branch, bool force)
        = 0;
    [[nodiscard]] virtual Async<> deleteBranch(QString repo, QString branch) = 0;

    [[nodiscard]] virtual Async<Issue> ensureIssue(QString repo, QString marker, Issue issue) = 0;
    [[nodiscard]] virtual Async<Issue> issue(QString repo, int number) = 0;
    [[nodiscard]] virtual Async<QList<Issue>> issues(QString repo) = 0; ///< all states, by number, no pull requests
    /// Those that changed at `since` or later, and perhaps more; all with an invalid time. All states, by number.
    [[nodiscard]] virtual Async<QList<Issue>> issuesSince(QString repo, QDateTime since) = 0;
    [[nodiscard]] virtual Async<> changeIssue(QString repo, int number, IssueChange change) = 0;
    [[nodiscard]] virtual Async<> ensureComment(QString repo, int number, QString marker, QString body) = 0;
    [[nodiscard]] virtual Async<QList<Comment>> comments(QString repo, int number) = 0;
    /// Of all issues and pull requests together: those made or changed at `since` or later, and perhaps more; by id.
    [[nodiscard]] virtual Async<QList<Comment>> commentsSince(QString repo, QDateTime since) = 0;

    /// One open pull request per head branch.
    [[nodiscard]] virtual Async<PullRequest> ensurePullRequest(QString repo, QString head, QString base, QString title,
                                                               QString body)
        = 0;
    [[nodiscard]] virtual Async<PullRequest> pullRequest(QString repo, int number) = 0;
    [[nodiscard]] virtual Async<QList<PullRequest>> pullRequests(QString repo) = 0; ///< all states, by number
    [[nodiscard]] virtual Async<> ensureReview(QString repo, int number, QString marker, Review review) = 0;
    [[nodiscard]] virtual Async<QList<Review>> reviews(QString repo, int number) = 0;
    /// Merges (`--no-ff`) if the head is still `expectedHead`. Already merged counts as merged.
    [[nodiscard]] virtual Async<MergeOutcome> merge(QString repo, int number, QString expectedHead) = 0;

    /// Newest first; `sha` and `branch` narrow it when not empty.
    [[nodiscard]] virtual Async<QList<domain::CiRun>> ciRuns(QString repo, QString sha, QString branch, int limit) = 0;
    [[nodiscard]] virtual Async<domain::CiRun> ciRun(QString repo, QString id) = 0; ///< with jobs and steps
    /// Log of a job, grouped by step with `##[group]NAME` lines; the tail when longer than `maxBytes`.
    [[nodiscard]] virtual Async<QByteArray> ciLog(QString repo, QString runId, QString jobId, qsizetype maxBytes) = 0;
    [[nodiscard]] virtual Async<> rerun(QString repo, QString runId) = 0;
    /// Whether any workflow would run for a pull request to `branch` at `sha`.
    [[nodiscard]] virtual Async<bool> hasCi(QString repo, QString sha) = 0;

    /// Path of a local bare repository with everything the forge has (the local forge's own, or a mirror).
    [[nodiscard]] virtual Async<QString> mirror(QString repo) = 0;
    [[nodiscard]] virtual Async<> deleteRepository(QString repo) = 0;

Q_SIGNALS:
    void ciRunChanged(const QString &repo, const slipway::domain::CiRun &run); ///< engine thread; local CI only
};

} // namespace slipway::forge
