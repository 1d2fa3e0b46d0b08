// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/github/githubmirrors.h"

namespace slipway::forge {

/// Pull requests and their merge. Lives in the engine thread.
class GitHubPulls final {
public:
    GitHubPulls(GitHubContext &context, GitHubMirrors &mirrors);

    [[nodiscard]] Async<PullRequest> ensure(QString repo, QString head, QString base, QString title, QString body);
    [[nodiscard]] Async<PullRequest> find(QString repo, int number);
    [[nodiscard]] Async<QList<PullRequest>> all(QString repo);
    [[nodiscard]] Async<MergeOutcome> merge(QString repo, int number, QString expectedHead);

private:
    [[nodiscard]] Async<std::optional<PullRequest>> findOf(QString repo, QString head);
    [[nodiscard]] QCoro::Task<ApiReply> create(QString repo, QString head, QString base, QString title, QString body);
    [[nodiscard]] Async<PullRequest> openOf(QString repo, QString head, QString base, QString title, QString body);
    /// What there is to say before a merge is tried; nothing: try.
    [[nodiscard]] Async<std::optional<MergeOutcome>> settled(QString repo, PullRequest pull, QString expectedHead);
    /// What a refused or lost merge means; nothing: try again.
    [[nodiscard]] Async<std::optional<MergeOutcome>> refused(QString repo, PullRequest pull, ApiReply reply);
    [[nodiscard]] Async<MergeOutcome> conflict(QString repo, PullRequest pull);
    [[nodiscard]] Async<> vouch(QString repo, PullRequest pull);
    [[nodiscard]] Async<std::optional<bool>> mergeable(QString repo, int number);

    GitHubContext &m;
    GitHubMirrors &m_mirrors;
};

} // namespace slipway::forge
