// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <QJsonObject>

namespace slipway::agents {

/// Everything of a request that depends on what is asked.
struct Prompt {
    QString role; ///< record in resources/prompts/roles
    QString purpose; ///< implement, rework, ci_fix, conflict or review
    QString systemPrompt;
    QString prompt;
    QJsonObject schema; ///< empty: free text
};

/// The prompt for one run of a task, from its context (keys: slug, body, acceptance[], purpose, round, findings[]
/// {file, line, severity, text}, ci {workflow, job, step, log, url}, conflicts[], test_command, branch, head, base, memory).
/// A review is asked of the role `qa`. Whatever came from the forge or from logs is fenced as data. Any thread.
[[nodiscard]] Prompt buildTaskPrompt(const domain::Task &task);

/// Schema of a review: verdict, summary, criteria one by one, findings.
[[nodiscard]] QJsonObject reviewSchema();

} // namespace slipway::agents
