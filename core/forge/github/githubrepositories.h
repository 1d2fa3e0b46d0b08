// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/github/githubmirrors.h"

namespace slipway::forge {

/// Repositories, labels, branches. Lives in the engine thread.
class GitHubRepositories final {
public:
    GitHubRepositories(GitHubContext &context, GitHubMirrors &mirrors);

    [[nodiscard]] Async<Repository> ensure(QString owner, QString name, QString description, QString defaultBranch);
    [[nodiscard]] Async<> ensureLabels(QString repo, QList<Label> labels);
    /// What is not enforced by GitHub, for people; empty when all is.
    [[nodiscard]] Async<QString> protect(QString repo, QString branch);
    [[nodiscard]] Async<> deleteBranch(QString repo, QString branch);
    [[nodiscard]] Async<> remove(QString repo);

private:
    [[nodiscard]] Async<std::optional<QJsonObject>> find(QString repo);
    /// The same, but Conflict if somebody made it for something else.
    [[nodiscard]] Async<std::optional<QJsonObject>> findOurs(QString repo, QString description);
    [[nodiscard]] QCoro::Task<ApiReply> create(QString owner, QString name, QString description);
    [[nodiscard]] Async<> checkScopes();
    [[nodiscard]] Async<> ensureBranch(QString repo, QString description, QString branch);
    [[nodiscard]] Async<> ensureLabel(QString repo, Label wanted, QJsonObject known);
    [[nodiscard]] Async<> inviteReviewer(QString repo);

    GitHubContext &m;
    GitHubMirrors &m_mirrors;
};

} // namespace slipway::forge
