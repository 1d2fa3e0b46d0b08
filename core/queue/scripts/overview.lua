-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The counters of every queue.
-- KEYS  none
-- ARGV[1]  types
-- Returns a list per type: ready (paused projects included), running, delayed, blocked, dead, in review and done,
-- dead and cancelled.
--- @include "lib/task"

local all = {}
for _, agentType in ipairs(args.types) do
    local function count(list)
        return redis.call('ZCARD', queueKey(agentType, list))
    end
    all[#all + 1] = {
        count('') + count(':paused'), count(':leases'), count(':delayed'), count(':blocked'), count(':dead'),
        count(':review') + count(':done'), count(':dead') + count(':cancelled'),
    }
end
return all
