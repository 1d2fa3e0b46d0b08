-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Expired leases → ready, or dead without attempts left; delayed tasks whose time has come → ready. Blocked instead of ready
-- if a dependency was opened meanwhile.
-- KEYS  none
-- ARGV[1]  types, skew (ms by which clocks may differ), limit
-- Returns the tasks that moved (at most about `limit`; call again until fewer come).
--- @include "lib/task"
--- @include "lib/dependencies"

local moved = {}
local now = tonumber(args.now)

local function due(agentType, list, untilMs)
    return redis.call('ZRANGEBYSCORE', queueKey(agentType, list), '-inf', integer(untilMs), 'LIMIT', 0, args.limit - #moved)
end

for _, agentType in ipairs(args.types) do
    for _, id in ipairs(due(agentType, ':leases', now - args.skew)) do
        local task = load(id)
        if task and task.phase == 'running' then
            local changes = {
                failure_class = 'lease_lost',
                failure_detail = 'The worker ' .. task.lease_owner .. ' stopped renewing its lease',
            }
            if (tonumber(task.attempts) or 0) >= (tonumber(task.max_attempts) or 3) then
                move(task, 'dead', changes)
            else
                moveToQueue(task, changes)
            end
            moved[#moved + 1] = answer(task)
        else
            redis.call('ZREM', queueKey(agentType, ':leases'), id)
        end
    end
    for _, id in ipairs(due(agentType, ':delayed', now)) do
        local task = load(id)
        if task and task.phase == 'delayed' then
            moveToQueue(task)
            moved[#moved + 1] = answer(task)
        else
            redis.call('ZREM', queueKey(agentType, ':delayed'), id)
        end
    end
end
return moved
