-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- All tasks of a project.
-- KEYS[1]  set of its numbers
-- ARGV[1]  project, with_context
-- Returns a list of hashes, in no order.
--- @include "lib/task"

local all = {}
for _, issue in ipairs(redis.call('SMEMBERS', KEYS[1])) do
    local flat = answer(args.project .. ':' .. issue)
    if not args.with_context then
        for i = 1, #flat, 2 do
            if flat[i] == 'context' then
                flat[i + 1] = '{}'
            end
        end
    end
    if #flat > 0 then
        all[#all + 1] = flat
    end
end
return all
