-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Ends a run that failed: running → ready, delayed or dead.
-- KEYS[1]  hash of the task
-- ARGV[1]  id, token, failure, detail, cost, retryable, consumes (an attempt), delay {base, cap, factor} in ms
--          (the delay doubles with every attempt, or with every wait that did not consume one)
-- Returns the task. Conflict if the token is stale; the same call again just returns the task.
--- @include "lib/task"
--- @include "lib/dependencies"

local task = load(args.id)
if task and task.ended_token == args.token and task.phase ~= 'running' then
    return answer(task)
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
if not args.retryable or (args.consumes and attempts >= (tonumber(task.max_attempts) or 3)) then
    move(task, 'dead', changes)
    return answer(task)
end
local doubled = args.delay.base * 2 ^ math.min(math.max(earlier, 0), 30)
local delay = math.floor(math.min(doubled, args.delay.cap) * args.delay.factor)
changes.ready_at = integer(tonumber(args.now) + delay)
if delay > 0 then
    task.ready_at = changes.ready_at
    move(task, 'delayed', changes)
else
    moveToQueue(task, changes)
end
return answer(task)
