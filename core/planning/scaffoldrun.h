// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/planning/databaseagent.h"

namespace slipway::planning {

/// One step that lets an agent write files and then looks at them.
struct ScaffoldStep {
    QString role, purpose;
    QString prompt; ///< path of its template
    QString what; ///< for errors: "Setting up build and CI"
    bool isStrict = false; ///< violations that stay are an error, not a warning
    /// What is wrong in the folder, given the agent's answer.
    std::function<QStringList(const QString &folder, const QString &answer)> check;
    TryOut tryOut; ///< asked when the check found nothing; may be empty
};

/// Runs the step, and once more with the violations if there are any.
[[nodiscard]] Async<ScaffoldReport> runScaffold(RunAgent run, PlanningContext context, ScaffoldStep step,
                                                std::stop_token stop);

} // namespace slipway::planning
