-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Ends a run that succeeded: running → in_review or done.
-- KEYS[1]  hash of the task
-- ARGV[1]  id, token, phase, branch, pr, cost
-- Returns the task. Conflict if the token is stale; the same call again (an answer that got lost) just returns the task.
--- @include "lib/task"
--- @include "lib/dependencies"
--- @include "lib/complete"

local task = completeRun(args.id)
return task and answer(task) or stale(args.id)
