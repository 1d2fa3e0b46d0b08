-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Claiming, for claim and complete_and_claim.

-- The first ready task of a type, taken for `owner`; nil if there is none or everything is paused. Members of paused
-- projects are kept elsewhere (set_paused), so the first one is always good: no scan.
local function claimNext(agentType, owner, lease)
    if redis.call('HEXISTS', args.prefix .. 'slipway:paused', '*') == 1 then
        return nil
    end
    -- More than one round only if somebody put foreign members into the set by hand.
    for _ = 1, 100 do
        local member = redis.call('ZPOPMIN', queueKey(agentType, ''))[1]
        if not member then
            redis.call('DEL', args.prefix .. 'slipway:wake:' .. agentType)
            return nil
        end
        local known, value = pcall(cjson.decode, member)
        local task = known and type(value) == 'table' and value.project and tonumber(value.issue)
            and load(idOf(value.project, value.issue))
        if task and task.phase == 'ready' and task.member == member then
            -- The time keeps tokens unique even if Redis lost its data and counts from 1 again.
            local token = integer(redis.call('INCR', args.prefix .. 'slipway:token')) .. '-' .. args.now
            move(task, 'running', {
                lease_owner = owner,
                lease_token = token,
                lease_until = integer(tonumber(args.now) + lease),
                attempts = integer((tonumber(task.attempts) or 0) + 1),
                assigned_at = args.now_iso,
            }, true)
            return task
        end
    end
    return nil
end
