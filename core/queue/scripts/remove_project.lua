-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Forgets all tasks of a project.
-- KEYS[1]  set of its numbers
-- ARGV[1]  project
-- Returns how many tasks there were. Holders of leases meet Conflict from then on.
--- @include "lib/task"
--- @include "lib/dependencies"

local numbers = redis.call('SMEMBERS', KEYS[1])
for _, issue in ipairs(numbers) do
    local task = load(args.project .. ':' .. issue)
    if task then
        unindex(task)
        setDependants('SREM', args.project, issue, dependenciesOf(task))
        redis.call('DEL', taskKey(task.id))
    end
end
redis.call('DEL', KEYS[1], projectKey(args.project, 'closed'))
redis.call('HDEL', args.prefix .. 'slipway:paused', args.project)
return #numbers
