// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/statestore.h"
#include "ui/engine/commandrunner.h"
#include "ui/engine/enginelink.h"
#include "ui/engine/selection.h"

namespace slipway::ui {

/// What every panel gets: the state, the way to ask and to command, and the shared selection. All outlive the panels.
struct PanelContext {
    control::StateStore &store;
    EngineLink &link;
    CommandRunner &commands;
    Selection &selection;
};

} // namespace slipway::ui
