// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/git.h"

#include <QHash>

namespace slipway::forge {

/// The bare repositories of the local forge on disk. Any thread; stateless.
///
/// A protected branch is a line `refs/heads/NAME` in the file `slipway-protected` of the repository. Its `pre-receive`
/// hook refuses every push to it; the forge itself writes with `git update-ref`, which no hook sees.
class BareRepositories final {
public:
    explicit BareRepositories(git::Git &git);

    /// Makes the repository with an initial commit (a README) on `defaultBranch`; what is there already is kept.
    [[nodiscard]] Async<> create(QString path, QString name, QString description, QString defaultBranch);
    /// Branch → commit.
    [[nodiscard]] Async<QHash<QString, QString>> heads(QString path);
    /// Brings a commit with its history here from another repository on this machine, checked by fsck.
    [[nodiscard]] Async<> receive(QString path, QString from, QString sha);
    /// The merge commit on the first-parent line of `base` that has `head` as second parent; `head` itself if the
    /// branch was fast-forwarded.
    [[nodiscard]] Async<QString> mergeCommit(QString path, QString base, QString head);

    [[nodiscard]] static Result<QStringList> protectedBranches(const QString &path);
    [[nodiscard]] static Result<> protect(const QString &path, const QString &branch);
    /// NotFound, with what to do, if the folder is gone.
    [[nodiscard]] static Result<> checkThere(const QString &path);

private:
    [[nodiscard]] Async<> commitReadme(QString path, QString name, QString description, QString defaultBranch);

    git::Git &m_git;
};

} // namespace slipway::forge
