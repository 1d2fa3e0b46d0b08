-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Another round: any phase but running → ready (or blocked while a dependency is open), with a new context.
-- KEYS[1]  hash of the task
-- ARGV[1]  id, context (JSON text, empty: as it was), reset_attempts
-- Returns the task. NotFound; Conflict if it runs.
--- @include "lib/task"
--- @include "lib/dependencies"

local task = load(args.id)
if not task then
    return notFound(args.id)
end
if task.phase == 'running' then
    return running(args.id)
end
markOpen(task.project, task.issue)
task.hold = ''
moveToQueue(task, {
    context = args.context ~= '' and args.context or task.context,
    attempts = args.reset_attempts and '0' or task.attempts,
    failure_class = '',
    failure_detail = '',
    waits = '0',
    hold = '',
})
return answer(task)
