-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Removes tasks that are in the history now. One that was queued again meanwhile stays. Their numbers stay closed.
-- KEYS  none
-- ARGV[1]  ids, before (ms: as for `ended`)
-- Returns how many were removed; each is announced as `task_removed`.
--- @include "lib/task"
--- @include "lib/dependencies"

local count = 0
for _, id in ipairs(args.ids) do
    local task = load(id)
    if task and isClosedPhase(task.phase) and (tonumber(task.ended_at) or 0) <= tonumber(args.before) then
        unindex(task)
        setDependants('SREM', task.project, task.issue, dependenciesOf(task))
        redis.call('SREM', projectKey(task.project, 'tasks'), task.issue)
        redis.call('DEL', taskKey(id))
        announce('task_removed', '{"id":' .. cjson.encode(id) .. '}')
        count = count + 1
    end
end
return count
