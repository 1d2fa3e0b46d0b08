-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Completing, for complete and complete_and_claim.

-- Ends a run that succeeded, as told by `args` (token, phase, branch, pr, cost). The same call again (an answer that got
-- lost) changes nothing. Gives the task, or nil if the token is stale.
local function completeRun(id)
    local task = load(id)
    if task and task.ended_token == args.token and task.phase == args.phase then
        return task
    end
    if not holds(task, args.token) then
        return nil
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
    return task
end
