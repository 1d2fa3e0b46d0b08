-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tasks that have been done or cancelled for some time, the longest first within a list.
-- KEYS  none
-- ARGV[1]  types, before (ms: ended until then), limit
-- Returns up to `limit` tasks.
--- @include "lib/task"

local found = {}
for _, agentType in ipairs(args.types) do
    for _, list in ipairs({ ':done', ':cancelled' }) do
        local ids = redis.call('ZRANGEBYSCORE', queueKey(agentType, list), '-inf', args.before, 'LIMIT', 0, args.limit - #found)
        for _, id in ipairs(ids) do
            local task = load(id)
            if task then
                found[#found + 1] = answer(task)
            else
                redis.call('ZREM', queueKey(agentType, list), id)
            end
        end
    end
end
return found
