// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/local/ci/workflow.h"
#include "core/forge/local/ci/yaml.h"

namespace slipway::forge {

/// Reads `on:` (a name, a list of names or a map) into the workflow. Events other than push and pull_request never happen
/// here and are passed over. Invalid if there is no `on:`.
[[nodiscard]] Result<> readTriggers(const YAML::Node &on, Workflow &workflow);

} // namespace slipway::forge
