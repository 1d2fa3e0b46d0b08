-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- complete and claim in one round trip, for a worker that goes on with the next task of the same type.
-- KEYS[1]  hash of the task
-- ARGV[1]  id, token, phase, branch, pr, cost; agent_type, owner, lease (ms)
-- Returns what changed in the ended task, and the claimed one (nil if there is none). Conflict if the token is stale; nothing is claimed then.
--- @include "lib/task"
--- @include "lib/dependencies"
--- @include "lib/complete"
--- @include "lib/claim"

local ended = completeRun(args.id)
if not ended then
    return stale(args.id)
end
local task = claimNext(args.agent_type, args.owner, args.lease)
local changed = { 'phase', ended.phase, 'branch', ended.branch, 'pr', ended.pr, 'cost_usd', ended.cost_usd, 'updated_at', ended.updated_at }
return { changed, task and answer(task) or false }
