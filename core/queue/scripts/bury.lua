-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Ends a task by the engine's or a person's will: any phase but done → dead or cancelled. A worker's lease becomes stale.
-- Cancelled counts as closed: whoever waited for it is ready. Behind a dead one they stay blocked and are marked.
-- KEYS[1]  hash of the task
-- ARGV[1]  id, phase, failure, detail
-- Returns the task. NotFound; Conflict if it is done.
--- @include "lib/task"
--- @include "lib/dependencies"

local task = load(args.id)
if not task then
    return notFound(args.id)
end
if task.phase == 'done' then
    return refuse('conflict', 'Task ' .. args.id .. ' is done', 'A closed issue can only be queued again')
end
if task.phase == 'cancelled' and args.phase ~= 'cancelled' then
    markOpen(task.project, task.issue)
end
move(task, args.phase, { failure_class = args.failure, failure_detail = args.detail })
if args.phase == 'cancelled' then
    markClosed(task.project, task.issue)
end
return answer(task)
