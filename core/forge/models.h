// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/ci.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

namespace slipway::forge {

struct Repository {
    QString fullName; ///< owner/name
    QString url; ///< for people
    QString cloneUrl; ///< for git
    QString defaultBranch;
};

struct Label {
    QString name, color, description;
};

enum class IssueState { Open, Closed };

/// Whose word something is, as far as it counts in a repository.
enum class Standing {
    Stranger,
    Member, ///< owner, member or collaborator
    Bot,
    Ours, ///< Slipway's own account
};

struct Issue {
    int number = 0;
    QString title, body, url, author;
    QStringList labels;
    IssueState state = IssueState::Open;
    QList<int> blockedBy;
    QDateTime createdAt, closedAt;
    Standing standing = Standing::Stranger; ///< of the author
    QString marker; ///< as given to ensureIssue(), if our account made it
    QDateTime updatedAt; ///< invalid where a forge keeps none
};

struct IssueChange {
    QStringList addLabels, removeLabels;
    std::optional<IssueState> state;
};

struct Comment {
    qint64 id = 0; ///< grows
    QString author, body;
    QDateTime createdAt;
    Standing standing = Standing::Stranger; ///< of the author
    int number = 0; ///< of the issue or pull request
};

enum class PullRequestState { Open, Closed, Merged };

struct PullRequest {
    int number = 0;
    QString title, body, url;
    QString head, base; ///< branches
    QString headSha;
    QString mergeSha; ///< when merged
    PullRequestState state = PullRequestState::Open;
    QDateTime createdAt, mergedAt;
};

enum class ReviewVerdict { Approve, RequestChanges, Comment };

struct Review {
    qint64 id = 0;
    ReviewVerdict verdict = ReviewVerdict::Comment;
    QString author, body, sha; ///< commit that was reviewed
    QDateTime createdAt;
};

/// Outcome of a merge attempt; a conflict is an outcome, not an error.
struct MergeOutcome {
    enum class Kind { Merged, Conflict, HeadMoved, NotAllowed } kind = Kind::Merged;
    QString sha;
    QStringList conflicts;
    QString reason;
};

} // namespace slipway::forge
