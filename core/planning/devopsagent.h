// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/planning/databaseagent.h"

namespace slipway::planning {

/// Writes Dockerfile, workflow and a minimal application that answers GET /healthz into the workspace. Lives in its caller's
/// thread and has to outlive its coroutines.
class DevOpsAgent final {
public:
    /// \param runTests runs the project's tests: no issue could be merged if they do not even pass now
    explicit DevOpsAgent(RunAgent run, TryOut runTests = {});
    /// Checked by scaffoldViolations() and the tests, with one repair round; Invalid with the list if it still cannot be built or tested.
    [[nodiscard]] Async<ScaffoldReport> setupCicdPipeline(PlanningContext context, std::stop_token stop = {});

private:
    RunAgent m_run;
    TryOut m_runTests;
};

} // namespace slipway::planning
