-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Ends a run that succeeded: running → in_review or done.
-- KEYS[1]  hash of the task
-- ARGV[1]  id, token, phase, branch, pr, cost
-- Returns the task. Conflict if the token is stale; the same call again (an answer that got lost) just returns the task.
--- @include "lib/task"

local task = load(args.id)
if task and task.ended_token == args.token and task.phase == args.phase then
    return answer(args.id)
end
if not holds(task, args.token) then
    return stale(args.id)
end
move(task, args.phase, {
    branch = args.branch ~= '' and args.branch or task.branch,
    pr = args.pr ~= 0 and integer(args.pr) or task.pr,
    cost_usd = addCost(task, args.cost),
    failure_class = '',
    failure_detail = '',
    waits = '0',
    ended_token = args.token,
})
if args.phase == 'done' then
    markClosed(task.project, task.issue)
end
return answer(args.id)
