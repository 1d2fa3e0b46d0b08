// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/planning/planningrun.h"

#include <functional>

namespace slipway::planning {

/// What a scaffold step left in the workspace.
struct ScaffoldReport {
    QString summary; ///< the agent's own words
    QStringList warnings; ///< what is still missing, after a repair was asked for
};

/// Uses what was written: what went wrong, for the agent to mend; empty if all went well. An Error ends the step.
using TryOut = std::function<Async<QString>(QString folder, QString answer)>;

/// Writes schema and migrations into the workspace. Lives in its caller's thread and has to outlive its coroutines.
class DatabaseAgent final {
public:
    explicit DatabaseAgent(RunAgent run);
    /// Checked: schema files are there, or the agent says why the product needs none. One repair. Fails with errorOf().
    [[nodiscard]] Async<ScaffoldReport> setupDatabase(PlanningContext context, std::stop_token stop = {});

private:
    RunAgent m_run;
};

} // namespace slipway::planning
