// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/workspace.h"
#include "core/orchestrator/steps/steps.h"

namespace slipway::orchestrator::steps {

/// The workspace of the scaffolding agents. What each of them wrote is kept as a commit on `refs/slipway/scaffold` of the
/// mirror, so that the next step (perhaps of another process) starts from it.
class Scaffold final {
public:
    explicit Scaffold(ContextPtr context);
    [[nodiscard]] Async<> begin();
    [[nodiscard]] Async<QString> commit(QString message);
    [[nodiscard]] const QString &folder() const { return m_workspace.folder(); }
    [[nodiscard]] QStringList readable() const { return m_workspace.sandboxProfile().readable; }
    /// The newest scaffold commit; empty before the first.
    [[nodiscard]] static Async<QString> head(ContextPtr context);
    /// Removes the workspace: everything in it is pushed.
    static void forget(const ContextPtr &context);

private:
    ContextPtr m_context;
    git::Workspace m_workspace;
    QString m_mirror;
    QString m_base;
};

/// The command that runs the project's tests: the recipe's, the one that the agent named, the one that its workflow runs, or
/// what the files let expect (npm, Python, Go, Rust, make). CI would tell of a wrong one for every issue.
[[nodiscard]] QString testCommandOf(const ProjectFlow::Context &context, const QString &folder, const QString &answer);

} // namespace slipway::orchestrator::steps
