-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Takes the first ready task of one type for a worker.
-- KEYS[1]  sorted set of ready tasks
-- ARGV[1]  agent_type, owner, lease (ms)
-- Returns the claimed task (with lease_token and lease_until), or nil if there is none or everything is paused.
-- Members of paused projects are kept elsewhere (set_paused), so the first one is always good: no scan.
--- @include "lib/task"

if redis.call('HEXISTS', args.prefix .. 'slipway:paused', '*') == 1 then
    return false
end
-- More than one round only if somebody put foreign members into the set by hand.
for _ = 1, 100 do
    local member = redis.call('ZPOPMIN', KEYS[1])[1]
    if not member then
        redis.call('DEL', args.prefix .. 'slipway:wake:' .. args.agent_type)
        return false
    end
    local known, value = pcall(cjson.decode, member)
    local task = known and type(value) == 'table' and value.project and tonumber(value.issue)
        and load(idOf(value.project, value.issue))
    if task and task.phase == 'ready' and task.member == member then
        -- The time keeps tokens unique even if Redis lost its data and counts from 1 again.
        local token = integer(redis.call('INCR', args.prefix .. 'slipway:token')) .. '-' .. args.now
        move(task, 'running', {
            lease_owner = args.owner,
            lease_token = token,
            lease_until = integer(tonumber(args.now) + args.lease),
            attempts = integer((tonumber(task.attempts) or 0) + 1),
            assigned_at = args.now_iso,
        })
        return answer(task.id)
    end
end
return false
