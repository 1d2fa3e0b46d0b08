// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/github/githubcontext.h"

#include "core/domain/ci.h"

namespace slipway::forge {

/// What others than Actions say about a commit: commit statuses (without our own `slipway/qa`) and check runs of apps, each
/// as a run of its own, named for its context. Tokens that may not see check runs (fine-grained ones) see the statuses.
[[nodiscard]] Async<QList<domain::CiRun>> foreignChecks(GitHubApi *api, QString repo, QString sha);

/// The commit in the id of such a run (`status:SHA:CONTEXT`, `check:SHA:ID`); empty for a run of Actions.
[[nodiscard]] QString foreignCheckCommit(const QString &runId);

} // namespace slipway::forge
