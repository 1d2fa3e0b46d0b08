// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/git.h"

namespace slipway::git {

/// Where the sources of a workspace come from.
struct WorkspaceSource {
    QString repository; ///< bare repository on this machine (its objects become read-only alternates) …
    QString bundle; ///< … or a bundle file (a machine without the repository)
    QString commit; ///< to check out
    QString branch; ///< name of the branch to work on
};

/// What a workspace produced.
struct WorkspaceChange {
    QString head; ///< commit; empty if nothing changed
    QString bundlePath; ///< git bundle of base..head
    QStringList files; ///< changed paths
};

/// One private clone that an agent may write to. Everything that reads it after an agent ran happens inside the sandbox:
/// a config, filter or hook the agent left there can only reach the workspace. Any thread.
class Workspace final {
public:
    /// `folder` is the clone; `scratch` (beside it) receives bundles.
    Workspace(process::ProcessRunner &runner, QString folder, QString scratch);

    /// Makes a fresh clone. Work found there that is nowhere else is first saved to a rescue branch in `rescueInto` (a
    /// bare repository; `refs/heads/rescue/…`), never lost; if that fails, nothing is touched. Without a commit the
    /// bundle's HEAD is checked out.
    [[nodiscard]] Async<> prepare(WorkspaceSource source, QString rescueInto, Identity identity = {});
    /// Commits everything not ignored; no-op without changes.
    [[nodiscard]] Async<> commitAll(QString message);
    /// What is new since `base` (empty: since prepare()), as a bundle in the scratch folder.
    [[nodiscard]] Async<WorkspaceChange> collect(QString base);
    /// Starts a merge of `commit` that is known to conflict and leaves the conflict markers for the agent; gives the paths.
    /// commitAll() concludes it. A merge without conflicts gives none and waits for commitAll() too.
    [[nodiscard]] Async<QStringList> beginMerge(QString commit);
    /// Saves what is there on a rescue ref of `rescueInto`; gives the ref, empty if there was nothing that is not in
    /// `rescueInto` already. Where that repository is not on this machine: the path of a bundle in the scratch folder.
    [[nodiscard]] Async<QString> rescue(QString rescueInto, QString name);
    /// Removes the folder.
    [[nodiscard]] Async<> remove();
    [[nodiscard]] const QString &folder() const { return m_folder; }
    /// The commit that prepare() checked out.
    [[nodiscard]] const QString &base() const { return m_base; }
    /// Writable: the clone and scratch; readable: the alternates.
    [[nodiscard]] process::SandboxProfile sandboxProfile() const;

private:
    [[nodiscard]] Async<QByteArray> inSandbox(QString what, QString script, QStringList arguments,
                                              QByteArray input = {});
    [[nodiscard]] Async<> makeClone(WorkspaceSource source);
    [[nodiscard]] Async<QStringList> knownCommits(QString repository);

    process::ProcessRunner &m_runner;
    QString m_folder;
    QString m_scratch;
    QString m_alternates;
    QString m_base;
    Identity m_identity;
};

} // namespace slipway::git
