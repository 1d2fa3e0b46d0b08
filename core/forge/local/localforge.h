// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/forge/forge.h"

#include <chrono>
#include <memory>

namespace slipway::git {
class Git;
}
namespace slipway::process {
class ProcessRunner;
}
namespace slipway::storage {
class Database;
}

namespace slipway::forge {

struct LocalForgeSettings {
    QString stateFolder; ///< holds `forge/` and `ci/`; see Layout
    int maxConcurrentRuns = 2; ///< CI runs at once; others wait in order
    bool ciNetwork = true; ///< may steps of a workflow use the network
    std::chrono::milliseconds jobTimeout { std::chrono::minutes(
        60) }; ///< for jobs without timeout-minutes, and their limit
    qsizetype maxLogBytes = 8 * 1024 * 1024; ///< of one job's log on disk; the middle is dropped
    int keptRuns = 500; ///< finished CI runs kept a repository, with their logs
};

/// The forge that is there without an account: bare git repositories, everything else in SQLite, CI by running the
/// repository's own workflows. Lives in the engine thread, owned by bootstrap.
///
/// - Addresses: a repository's `url` and `cloneUrl` are `file:` URLs; issues, pull requests and runs have addresses like
///   `slipway:local/NAME/issues/7` that Slipway's faces open.
/// - Branches may also be pushed by hand into the bare repository: they are noticed whenever pull requests or CI runs
///   are asked for.
/// - Closing keywords in commit messages do nothing; whoever merges closes the issue.
/// - push() to a protected branch is Denied; a push that would lose commits without `force` is Conflict.
/// - CI checks out the head commit of a pull request, not a trial merge with its base.
class LocalForge final : public Forge {
    Q_OBJECT
public:
    /// The database has to be open; all references have to outlive the forge.
    LocalForge(storage::Database &database, git::Git &git, process::ProcessRunner &runner, const base::Clock &clock,
               LocalForgeSettings settings, QObject *parent = nullptr);
    ~LocalForge() override;

    /// Brings the tables up to date, takes note of what happened while nobody looked (merges cut off by a crash, pushes
    /// by hand), queues interrupted CI runs again and starts the CI. To be awaited before anything else is called.
    /// `leading` false: only for reading, nothing is taken note of and no CI runs.
    [[nodiscard]] Async<> open(bool leading = true);
    /// Stops running CI (it is continued at the next open()) and waits for it. To be awaited before destruction.
    [[nodiscard]] QCoro::Task<> drain();

    [[nodiscard]] QString kind() const override;
    [[nodiscard]] Async<Repository> ensureRepository(QString owner, QString name, QString description,
                                                     QString defaultBranch) override;
    [[nodiscard]] Async<> ensureLabels(QString repo, QList<Label> labels) override;
    [[nodiscard]] Async<> protectBranch(QString repo, QString branch) override;
    [[nodiscard]] Async<> push(QString repo, QString fromRepository, QString sha, QString branch, bool force) override;
    [[nodiscard]] Async<> deleteBranch(QString repo, QString branch) override;

    [[nodiscard]] Async<Issue> ensureIssue(QString repo, QString marker, Issue issue) override;
    [[nodiscard]] Async<Issue> issue(QString repo, int number) override;
    [[nodiscard]] Async<QList<Issue>> issues(QString repo) override;
    [[nodiscard]] Async<QList<Issue>> issuesSince(QString repo, QDateTime since) override; ///< always all
    [[nodiscard]] Async<> changeIssue(QString repo, int number, IssueChange change) override;
    [[nodiscard]] Async<> ensureComment(QString repo, int number, QString marker, QString body) override;
    [[nodiscard]] Async<QList<Comment>> comments(QString repo, int number) override;
    [[nodiscard]] Async<QList<Comment>> commentsSince(QString repo, QDateTime since) override;

    [[nodiscard]] Async<PullRequest> ensurePullRequest(QString repo, QString head, QString base, QString title,
                                                       QString body) override;
    [[nodiscard]] Async<PullRequest> pullRequest(QString repo, int number) override;
    [[nodiscard]] Async<QList<PullRequest>> pullRequests(QString repo) override;
    [[nodiscard]] Async<> ensureReview(QString repo, int number, QString marker, Review review) override;
    [[nodiscard]] Async<QList<Review>> reviews(QString repo, int number) override;
    [[nodiscard]] Async<MergeOutcome> merge(QString repo, int number, QString expectedHead) override;

    [[nodiscard]] Async<QList<domain::CiRun>> ciRuns(QString repo, QString sha, QString branch, int limit) override;
    [[nodiscard]] Async<domain::CiRun> ciRun(QString repo, QString id) override;
    [[nodiscard]] Async<QByteArray> ciLog(QString repo, QString runId, QString jobId, qsizetype maxBytes) override;
    [[nodiscard]] Async<> rerun(QString repo, QString runId) override;
    [[nodiscard]] Async<bool> hasCi(QString repo, QString sha) override;

    [[nodiscard]] Async<QString> mirror(QString repo) override;
    [[nodiscard]] Async<> deleteRepository(QString repo) override;

private:
    struct Parts;
    std::unique_ptr<Parts> m;
};

} // namespace slipway::forge
