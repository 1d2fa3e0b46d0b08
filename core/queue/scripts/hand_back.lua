-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- A worker gives a task back untouched: running → ready (or blocked, if a dependency was opened), the attempt does not count.
-- KEYS[1]  hash of the task
-- ARGV[1]  id, token
-- Returns the task. Conflict if the token is stale; the same call again just returns the task.
--- @include "lib/task"
--- @include "lib/dependencies"

local task = load(args.id)
if task and task.ended_token == args.token and task.phase ~= 'running' then
    return answer(task)
end
if not holds(task, args.token) then
    return stale(args.id)
end
moveToQueue(task, { attempts = withoutThisAttempt(task), ended_token = args.token })
return answer(task)
