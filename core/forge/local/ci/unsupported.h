// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/local/ci/workflow.h"
#include "core/forge/local/ci/yaml.h"

namespace slipway::forge {

/// What local CI does in place of an action.
struct KnownAction {
    enum class Kind {
        None, ///< not known: the workflow is unsupported
        Checkout, ///< the clone is there before the first step
        Setup, ///< `program` has to be on the machine
        Cache, ///< never has anything, which is what a workflow has to expect of a cache
    } kind
        = Kind::None;
    QString program;
};

[[nodiscard]] KnownAction knownAction(const QString &uses);

/// The first thing in the workflow that local CI cannot do, named for people; empty if there is none.
[[nodiscard]] QString findUnsupported(const YAML::Node &root, const Workflow &workflow);

} // namespace slipway::forge
