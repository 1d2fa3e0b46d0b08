-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- KEYS  none
-- ARGV[1]  types, skew (ms)
-- Returns the ms until the next delayed task or lease is due (0: now), or nil if none is.
--- @include "lib/task"

local first
for _, agentType in ipairs(args.types) do
    for list, skew in pairs({ [':leases'] = args.skew, [':delayed'] = 0 }) do
        local score = redis.call('ZRANGE', queueKey(agentType, list), 0, 0, 'WITHSCORES')[2]
        if score and (not first or tonumber(score) + skew < first) then
            first = tonumber(score) + skew
        end
    end
end
return first and math.max(0, first - tonumber(args.now)) or false
