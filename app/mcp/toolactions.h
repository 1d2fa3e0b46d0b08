// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/mcp/tools.h"

/// What the tools do. Coroutines over values; main thread. Errors are the engine's own, for the model to read.
namespace slipway::app::mcp {

[[nodiscard]] Async<ToolResult> readStatus(Call call);
[[nodiscard]] Async<ToolResult> readProjects(Call call);
[[nodiscard]] Async<ToolResult> readTasks(Call call);
[[nodiscard]] Async<ToolResult> readTask(Call call);
[[nodiscard]] Async<ToolResult> readPlan(Call call);
[[nodiscard]] Async<ToolResult> readGates(Call call);
[[nodiscard]] Async<ToolResult> readLogs(Call call);
[[nodiscard]] Async<ToolResult> readDiff(Call call);
/// Sends a command and waits for the engine's answer. Cancelled on stop; the command itself goes on.
[[nodiscard]] Async<ToolResult> runCommand(Call call, QString verb, std::chrono::milliseconds patience);

} // namespace slipway::app::mcp
