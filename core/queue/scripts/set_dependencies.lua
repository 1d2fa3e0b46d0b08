-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Says anew which issues have to be closed before this one; ready ↔ blocked follow, other phases notice later.
-- KEYS[1]  hash of the task
-- ARGV[1]  id, depends_on [numbers], text (the same as stored)
-- Returns the task. NotFound; Invalid on a circle.
--- @include "lib/task"
--- @include "lib/dependencies"

local task = load(args.id)
if not task then
    return notFound(args.id)
end
local refusal = refuseCircle(task.project, tonumber(task.issue), args.depends_on)
if refusal then
    return refusal
end
setDependants('SREM', task.project, task.issue, dependenciesOf(task))
setDependants('SADD', task.project, task.issue, args.depends_on)
task.depends_on = args.text
if task.phase == 'ready' or task.phase == 'blocked' then
    moveToQueue(task, { depends_on = args.text })
else
    write(task, { depends_on = args.text })
end
return answer(task)
