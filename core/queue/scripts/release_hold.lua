-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Lets go of a task that was enqueued with `hold`: blocked → ready unless a dependency is open.
-- KEYS[1]  hash of the task
-- ARGV[1]  id
-- Returns the task; unchanged if it was not held. NotFound.
--- @include "lib/task"
--- @include "lib/dependencies"

local task = load(args.id)
if not task then
    return notFound(args.id)
end
if task.hold == '1' then
    task.hold = ''
    if task.phase == 'blocked' and mayRun(task) then
        move(task, 'ready', { hold = '' })
    else
        write(task, { hold = '' })
    end
end
return answer(task)
