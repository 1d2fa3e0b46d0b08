// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <stop_token>

namespace slipway::app {

/// Whether there is a person to ask: both what they type and what they read is a terminal.
[[nodiscard]] bool canAsk();

/// Asks a yes-or-no question on stderr and waits for the line, while everything else goes on. Cancelled on stop, Waiting
/// when the input ends. Main thread; one question at a time.
[[nodiscard]] Async<bool> ask(QString question, std::stop_token stop);

/// Asks for something nobody may read over a shoulder: what is typed is not shown. Errors as ask().
[[nodiscard]] Async<QString> askSecretly(QString question, std::stop_token stop);

} // namespace slipway::app
