// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/bootstrap/home.h"

#include "core/forge/local/localforge.h"
#include "core/queue/taskqueue.h"
#include "core/workers/workersettings.h"

namespace slipway::app {

/// Settings of the domains, read from the table once.
[[nodiscard]] agents::AgentLimits limitsFrom(const settings::Settings &settings);
[[nodiscard]] workers::WorkerSettings workerSettings(const Home &home, const QString &name);
[[nodiscard]] forge::LocalForgeSettings forgeSettings(const Home &home);
[[nodiscard]] queue::RetryPolicy retryPolicyFrom(const settings::Settings &settings);

} // namespace slipway::app
