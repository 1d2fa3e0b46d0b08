// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/local/ci/workflow.h"
#include "core/git/git.h"

namespace slipway::forge {

/// A workflow file of a commit; an Error where it is no valid workflow.
struct WorkflowFile {
    QString path;
    Result<Workflow> workflow;
};

/// The files `.github/workflows/*.yml` and `*.yaml` of a commit, by name, at most 64.
[[nodiscard]] Async<QList<WorkflowFile>> workflowFilesAt(git::Git &git, QString repository, QString commit);

} // namespace slipway::forge
