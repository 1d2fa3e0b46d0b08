-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Adds or replaces a task.
-- KEYS  none (names are derived from the prefix)
-- ARGV[1]  id, project, number, fields {name: text} of the hash, member (compact JSON object without `_seq`),
--          depends_on [numbers], hold, only_new
-- Returns the stored task. Conflict if it runs, Invalid on a circle of dependencies.
--- @include "lib/task"

local old = load(args.id)
if old and args.only_new then
    return answer(old)
end
if old and old.phase == 'running' then
    return running(args.id)
end
local refusal = #args.depends_on > 0 and refuseCircle(args.project, args.number, args.depends_on)
if refusal then
    return refusal
end

local issue = integer(args.number)
local task = args.fields
task.hold = args.hold and '1' or ''
if old then
    unindex(old)
    setDependants('SREM', args.project, issue, dependenciesOf(old))
    task.cost_usd = string.format('%.10g', math.max(tonumber(task.cost_usd) or 0, tonumber(old.cost_usd) or 0))
    redis.call('DEL', taskKey(args.id))
end
markOpen(args.project, issue)
-- Its place among equal priorities stays, whatever happens to it.
task.seq = old and old.seq or string.format('%015d', redis.call('INCR', args.prefix .. 'slipway:seq'))
task.member = '{"_seq":"' .. task.seq .. '",' .. string.sub(args.member, 2)
setDependants('SADD', args.project, issue, args.depends_on)
redis.call('SADD', projectKey(args.project, 'tasks'), issue)

task.phase = mayRun(task) and 'ready' or 'blocked'
task.status = statusOf[task.phase]
task.blocked_by_dead = deadBehind(task)
task.assigned_at = args.now_iso
task.updated_at = args.now_iso
redis.call('HSET', taskKey(args.id), unpack(answer(task)))
task.id = args.id
announce('task', json(task))
index(task)
if (old and old.phase == 'dead') or (old and old.blocked_by_dead or '') ~= task.blocked_by_dead then
    remarkDependants(args.project, issue)
end
return answer(task)
