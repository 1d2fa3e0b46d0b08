// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/forge.h"
#include "core/forge/github/githubsettings.h"
#include "core/net/ratebudget.h"
#include "core/net/timing.h"

#include <memory>

namespace slipway::git {
class Git;
}

namespace slipway::forge {

/// GitHub, or a GitHub Enterprise Server. Lives in the engine thread, owned by bootstrap. It owns its HTTP client, ETag
/// cache and rate budget; below `settings.stateFolder` it keeps `github/mirrors/OWNER/NAME.git` and `github/etags/`.
///
/// - Everything is exactly once: creates carry a hidden marker and are looked up after a lost answer before they are sent
///   again. A call that waits for a rate limit waits long; stop() ends it with Cancelled.
/// - An empty `owner` in ensureRepository() means `settings.owner`, and without that the token's account. An owner that is not
///   the token's account is an organisation. The name in the answer counts, not the one asked for.
/// - One account cannot approve its own pull request: without a reviewer token a review is a COMMENT that carries its verdict
///   hidden, together with the status `slipway/qa`, which the protection requires instead of an approval. reviews() reads
///   such verdicts back, from our own account only.
/// - Where the plan has no branch protection, protectBranch() succeeds, noticeRaised() says so, and push() refuses.
/// - Errors: Denied for 401 and 403 and for missing scopes (named), NotFound for 404 and 410, Conflict for 409, Invalid for 422,
///   Exhausted for a limit that does not end, Unavailable and Timeout for the rest; see githuberrors.h.
class GitHubForge final : public Forge {
    Q_OBJECT
public:
    /// `git` and `timing` have to outlive the forge.
    GitHubForge(GitHubSettings settings, git::Git &git, const net::Timing &timing, QObject *parent = nullptr);
    ~GitHubForge() override;

    /// Ends all waiting and requests with Cancelled, and waits until nobody is in here any more. To be awaited before
    /// destruction.
    [[nodiscard]] QCoro::Task<> drain();

    struct Account {
        QString login; ///< empty: an app's installation
        QStringList missingScopes; ///< empty also for tokens that do not tell
    };
    /// Whose token it is and what it lacks, for `doctor` and `login`. Denied: not accepted.
    [[nodiscard]] Async<Account> account();
    /// For faces, and for PollPace to slow polling down.
    [[nodiscard]] net::BudgetState budget() const;
    [[nodiscard]] Async<> cancelRun(QString repo, QString runId);

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
    [[nodiscard]] Async<QList<Issue>> issuesSince(QString repo, QDateTime since) override;
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
    /// The token needs the scope `delete_repo`.
    [[nodiscard]] Async<> deleteRepository(QString repo) override;

Q_SIGNALS:
    /// The token is not accepted (any more): told once for each token. Engine thread.
    void signInRefused(const QString &message);
    void noticeRaised(const QString &repo, const QString &text); ///< engine thread; a person should know

private:
    struct Parts;
    template <typename T>
    [[nodiscard]] Async<T> tracked(Async<T> task);
    [[nodiscard]] Async<QString> ownerOf(QString owner);
    [[nodiscard]] Async<Repository> makeRepository(QString owner, QString name, QString description, QString branch);
    [[nodiscard]] Async<> protect(QString repo, QString branch);
    [[nodiscard]] Async<> removeRepository(QString repo);
    [[nodiscard]] Async<Account> readAccount();

    std::unique_ptr<Parts> m;
};

} // namespace slipway::forge
