-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The issue is closed: any phase but running → done; whoever waited for it is ready.
-- KEYS[1]  hash of the task
-- ARGV[1]  id
-- Returns the task, also when it was done before. NotFound; Conflict if it runs.
--- @include "lib/task"
--- @include "lib/dependencies"

local task = load(args.id)
if not task then
    return notFound(args.id)
end
if task.phase == 'running' then
    return running(args.id)
end
if task.phase ~= 'done' then
    move(task, 'done', { failure_class = '', failure_detail = '', hold = '' })
end
markClosed(task.project, task.issue)
return answer(task)
