-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Takes a running task from its holder: running → ready (or blocked, if a dependency was opened), the attempt does not count.
-- KEYS[1]  hash of the task
-- ARGV[1]  id
-- Returns the task. NotFound; Conflict if it does not run.
--- @include "lib/task"
--- @include "lib/dependencies"

local task = load(args.id)
if not task then
    return notFound(args.id)
end
if task.phase ~= 'running' then
    return refuse('conflict', 'Task ' .. args.id .. ' is not running', 'Only a running task can be released')
end
moveToQueue(task, { attempts = withoutThisAttempt(task) })
return answer(task)
