// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/plan.h"
#include "core/domain/task.h"
#include "core/orchestrator/project.h"

namespace slipway::orchestrator {

/// What does not change over the life of an issue's task: the project's part and the issue's part of its context,
/// without the agent, which goes by the task's type.
[[nodiscard]] QJsonObject issueContext(const Project &project, const domain::PlannedIssue &issue, int number,
                                       const QString &mirror, const QString &testCommand);
/// The context of the review of pull request `pr` of `issue` at `head`.
[[nodiscard]] QJsonObject reviewContext(const domain::Task &issue, int pr, const QString &head,
                                        const QString &mergeBase);
/// Name of the work branch of an issue.
[[nodiscard]] QString branchName(int number, const QString &slug);

} // namespace slipway::orchestrator
