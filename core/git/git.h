// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/diff.h"
#include "core/process/processrunner.h"

#include <QDateTime>

namespace slipway::git {

/// Author of the commits that Slipway makes itself.
struct Identity {
    QString name = QStringLiteral("Slipway");
    QString email = QStringLiteral("slipway@localhost");
};

/// An HTTP header for one server, as `Authorization: Bearer …`.
struct Authorization {
    QString urlPrefix; ///< `https://host/`; the header goes nowhere else
    QString header;
};

/// Result of merging two commits without a work tree.
struct MergeResult {
    bool conflicted = false;
    QString commit; ///< the merge commit, if not conflicted
    QStringList conflicts; ///< paths
};

struct Commit {
    QString sha, author, subject;
    QDateTime time;
};

/// The git CLI on repositories of our own (bare, or a person's clone), with hooks, global and system configuration, pagers,
/// prompts and file-system monitors off. Never used on a workspace an agent wrote to: see Workspace. Any thread.
class Git final {
public:
    explicit Git(process::ProcessRunner &runner, Identity identity = {});

    /// `git <arguments>` in `folder`; stdout on success. Git's own complaint is the error's detail.
    [[nodiscard]] Async<QByteArray> run(QString folder, QStringList arguments, QByteArray input = {},
                                        std::stop_token stop = {});

    /// The same with access to a server. The header is handed over in git's environment: it is in no argument list, file or
    /// remote URL.
    [[nodiscard]] Async<QByteArray> runAuthorized(QString folder, QStringList arguments, Authorization authorization,
                                                  std::stop_token stop = {});

    [[nodiscard]] Async<> initBare(QString path, QString defaultBranch);
    /// `branch` empty: the source's own default.
    [[nodiscard]] Async<> clone(QString from, QString to, QString branch);
    /// The commit; empty string if the ref (or commit) does not exist.
    [[nodiscard]] Async<QString> resolve(QString repository, QString ref);
    /// Compare-and-swap of a ref; `oldSha` empty: must not exist. Conflict if it moved.
    [[nodiscard]] Async<> updateRef(QString repository, QString ref, QString newSha, QString oldSha);
    [[nodiscard]] Async<> deleteRef(QString repository, QString ref);
    [[nodiscard]] Async<QStringList> branches(QString repository);
    /// Merges `theirs` into `ours` as a commit with two parents (never fast-forward); nothing is checked out, no ref moves.
    [[nodiscard]] Async<MergeResult> merge(QString repository, QString ours, QString theirs, QString message);
    [[nodiscard]] Async<bool> isAncestor(QString repository, QString ancestor, QString descendant);
    [[nodiscard]] Async<QString> mergeBase(QString repository, QString a, QString b);
    [[nodiscard]] Async<QList<Commit>> log(QString repository, QString range, int limit = 100);
    /// Unified diff of two commits, parsed; cut (and marked so) behind `maxBytes`.
    [[nodiscard]] Async<Diff> diff(QString repository, QString from, QString to, qsizetype maxBytes = 4 * 1024 * 1024);
    /// Bytes of a file at a commit; NotFound if it is not there.
    [[nodiscard]] Async<QByteArray> show(QString repository, QString commit, QString path);
    [[nodiscard]] Async<QStringList> files(QString repository, QString commit, QString under = {});
    /// Writes the tree of a commit to an empty folder, without any .git (for builds and releases).
    [[nodiscard]] Async<> exportTree(QString repository, QString commit, QString folder);
    /// Unpacks a bundle with every object checked (content and links) and sets `refs/slipway/incoming/<name>` to its HEAD;
    /// gives the commit. Invalid if it is damaged or builds on commits that are not here, Exhausted if it is too large.
    /// Already known commits are fine.
    [[nodiscard]] Async<QString> importBundle(QString repository, QString bundlePath, QString name);
    /// Bundles `ref` (with everything `exclude` reaches left out, if given) into a file. Nothing new: Invalid.
    [[nodiscard]] Async<> createBundle(QString repository, QString ref, QString exclude, QString bundlePath);
    /// Fetches `branch` from `from` (a repository of ours that has it) and fast-forwards a person's clone; local changes are
    /// never overwritten (then false: left alone).
    [[nodiscard]] Async<bool> fastForward(QString clone, QString from, QString branch);
    /// Adds all files of a folder (but what its .gitignore names) as one commit on top of `parent` (empty: a root commit)
    /// without touching any branch. Files of the parent that the folder lacks stay.
    [[nodiscard]] Async<QString> commitFolder(QString repository, QString folder, QString parent, QString message);

    /// The same import to a full ref name of the caller's choice, which is replaced.
    [[nodiscard]] Async<QString> importBundleTo(QString repository, QString bundlePath, QString ref);

private:
    [[nodiscard]] QCoro::Task<process::ProcessOutcome> start(QString folder, QStringList arguments,
                                                             QByteArray input = {}, std::stop_token stop = {},
                                                             QMap<QString, QString> extra = {});
    [[nodiscard]] Async<QByteArray> runWith(QString folder, QStringList arguments, QMap<QString, QString> extra);

    process::ProcessRunner &m_runner;
    QMap<QString, QString> m_environment;
};

} // namespace slipway::git
