// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/forge.h"
#include "tests/unit/forge/gitscratch.h"

#include <memory>

namespace slipway::test {

/// One implementation of Forge, fresh for each test, with what a test needs around it.
class ForgeHarness {
public:
    virtual ~ForgeHarness() = default;
    [[nodiscard]] virtual forge::Forge &forge() = 0;
    /// Owner under which repositories are made.
    [[nodiscard]] virtual QString owner() const = 0;
    /// What a person would `git push` to.
    [[nodiscard]] virtual QString pushUrl(const QString &repo) const = 0;
};

/// What every forge has to do. A concrete suite derives from it, implements make(), and adds nothing.
class ForgeContract : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

protected:
    [[nodiscard]] virtual std::unique_ptr<ForgeHarness> make() = 0;

private Q_SLOTS:
    void init();
    void cleanup();

    void aRepositoryIsMadeOnceWithACommit();
    void anUnknownRepositoryIsNotFound();
    void labelsCanBeEnsuredAgain();

    void anIssueComesBackAsItWasMade();
    void theSameMarkerIsTheSameIssue();
    void twoCallsAtOnceMakeOneIssue();
    void issuesAndPullRequestsShareTheirNumbers();
    void anIssueNeedsATitle();
    void labelsAndStateOfAnIssueChange();
    void commentsAreMadeOnceAMarker();
    void newsOfARepositoryIsReadFromATimeOn();

    void aPushMakesAndMovesABranch();
    void aPushThatLosesCommitsNeedsForce();
    void aPushOfAnUnknownCommitFails();
    void aProtectedBranchTakesNoPush();
    void aDeletedBranchIsGone();

    void aPullRequestIsOpenedOnceAHead();
    void aPullRequestNeedsItsBranches();
    void aPullRequestNeedsACommit();
    void theHeadOfAPullRequestIsLive();
    void reviewsAreMadeOnceAMarker();

    void aMergeMakesACommitWithTwoParents();
    void aMergedPullRequestMergesAgainAsTheSame();
    void aMovedHeadIsNotMerged();
    void aConflictIsReportedWithItsFiles();
    void aClosedPullRequestIsNotMerged();
    void aMergePassesTheProtection();

    void withoutWorkflowsThereIsNoCi();
    void workflowsAreSeen();
    void aDeletedRepositoryIsGone();

private:
    [[nodiscard]] forge::Forge &forge() { return m_harness->forge(); }
    /// A repository with the branch `dev` beside its default branch.
    void makeRepository();
    [[nodiscard]] QString head(const QString &branch);
    /// A new commit on top of `branch` (its current head), pushed to `target`; its id.
    QString pushChange(const QString &branch, const QString &target, const QMap<QString, QByteArray> &files);
    forge::PullRequest openPull(const QString &branch, const QString &file, const QByteArray &content = "x\n");

    std::unique_ptr<ForgeHarness> m_harness;
    std::unique_ptr<GitScratch> m_scratch;
    QString m_repo;
};

} // namespace slipway::test
