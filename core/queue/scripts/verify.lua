-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- KEYS[1]  hash of the task
-- ARGV[1]  id, token
-- Returns the task. Conflict if the token is not the current one.
--- @include "lib/task"

local task = load(args.id)
return holds(task, args.token) and answer(task) or stale(args.id)
