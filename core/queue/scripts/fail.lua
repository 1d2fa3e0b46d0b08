-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Ends a run that failed: running → ready, delayed or dead.
-- KEYS[1]  hash of the task
-- ARGV[1]  id, token, failure, detail, cost, retryable, consumes (an attempt), delay {base, cap, factor} in ms
--          (the delay doubles with every attempt, or with every wait that did not consume one)
-- Returns the task. Conflict if the token is stale; the same call again just returns the task.
--- @include "lib/task"

local task = load(args.id)
if task and task.ended_token == args.token and task.phase ~= 'running' then
    return answer(args.id)
end
if not holds(task, args.token) then
    return stale(args.id)
end
local attempts = tonumber(task.attempts) or 0
local waits = tonumber(task.waits) or 0
local earlier = args.consumes and attempts - 1 or waits
local changes = {
    cost_usd = addCost(task, args.cost),
    failure_class = args.failure,
    failure_detail = args.detail,
    attempts = args.consumes and integer(attempts) or withoutThisAttempt(task),
    waits = args.consumes and '0' or integer(waits + 1),
    ended_token = args.token,
}
local phase = 'dead'
if args.retryable and (not args.consumes or attempts < (tonumber(task.max_attempts) or 3)) then
    local doubled = args.delay.base * 2 ^ math.min(math.max(earlier, 0), 30)
    local delay = math.floor(math.min(doubled, args.delay.cap) * args.delay.factor)
    phase = delay > 0 and 'delayed' or 'ready'
    changes.ready_at = integer(tonumber(args.now) + delay)
end
move(task, phase, changes)
return answer(args.id)
