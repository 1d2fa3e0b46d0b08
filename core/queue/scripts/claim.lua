-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Takes the first ready task of one type for a worker.
-- KEYS[1]  sorted set of ready tasks
-- ARGV[1]  agent_type, owner, lease (ms)
-- Returns the claimed task (with lease_token and lease_until), or nil if there is none or everything is paused.
--- @include "lib/task"
--- @include "lib/claim"

local task = claimNext(args.agent_type, args.owner, args.lease)
return task and answer(task) or false
