// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/github/githubcontext.h"
#include "core/forge/models.h"

namespace slipway::forge {

/// Git itself: the bare mirrors on this machine, and pushes over HTTPS. The token is handed to git in its environment, for
/// one host, for one command. Lives in the engine thread.
///
/// A mirror has refs/heads/* as on GitHub; other refs in it are the engine's own. The file `slipway-protected` in it lists
/// branches that this forge refuses to push to, whether or not GitHub protects them.
class GitHubMirrors final {
public:
    explicit GitHubMirrors(GitHubContext &context);

    /// Brings the mirror up to date; its path.
    [[nodiscard]] Async<QString> update(QString repo);
    [[nodiscard]] QString pathOf(const QString &repo) const;
    [[nodiscard]] Async<> push(QString repo, QString fromRepository, QString sha, QString branch, bool force);
    /// A first commit with a README on a branch that is not there.
    [[nodiscard]] Async<> pushFirstCommit(QString repo, QString description, QString branch);

    [[nodiscard]] Result<> protect(const QString &repo, const QString &branch);
    [[nodiscard]] bool isProtected(const QString &repo, const QString &branch) const;
    [[nodiscard]] QStringList protectedBranches(const QString &repo) const;

    /// The commit of a branch as the API sees it; empty if there is no such branch.
    [[nodiscard]] Async<QString> headOf(QString repo, QString branch);

    void rememberCloneUrl(const QString &repo, const QString &url) { m_cloneUrls.insert(repo, url); }
    void forget(const QString &repo);

private:
    [[nodiscard]] Async<QString> cloneUrl(QString repo);
    /// A git command that talks to the repository's server, repeated while the server cannot be reached.
    [[nodiscard]] Async<QByteArray> talk(QString folder, QStringList arguments, QString repo, QString branch);
    [[nodiscard]] Result<git::Authorization> authorization(const QString &url) const;
    [[nodiscard]] Async<> waitUntilSeen(QString repo, QString branch, QString sha);

    GitHubContext &m;
    QHash<QString, QString> m_cloneUrls;
};

} // namespace slipway::forge
