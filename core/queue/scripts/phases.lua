-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- How many tasks of a project are in which phase.
-- KEYS[1]  set of its numbers
-- ARGV[1]  project
-- Returns name, count, name, count, …
--- @include "lib/task"

local counts = {}
for _, issue in ipairs(redis.call('SMEMBERS', KEYS[1])) do
    local phase = redis.call('HGET', taskKey(args.project .. ':' .. issue), 'phase')
    if phase then
        counts[phase] = (counts[phase] or 0) + 1
    end
end
local flat = {}
for phase, count in pairs(counts) do
    flat[#flat + 1] = phase
    flat[#flat + 1] = count
end
return flat
