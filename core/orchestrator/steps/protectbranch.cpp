// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/steps/steps.h"

namespace slipway::orchestrator::steps {

Async<QJsonObject> protectBranch(ContextPtr c)
{
    CO_CHECK(co_await c->forge().protectBranch(c->project->repo, c->project->defaultBranch));
    co_return QJsonObject { { QStringLiteral("branch"), c->project->defaultBranch } };
}

} // namespace slipway::orchestrator::steps
