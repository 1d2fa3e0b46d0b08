-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Adds or replaces a task.
-- KEYS  none (names are derived from the prefix)
-- ARGV[1]  id, project, number, member (compact JSON object without `_seq`), depends_on [numbers], cost, hold, only_new
-- ARGV[2…] name, value, name, value … of the other fields of the hash
-- Returns the stored task: all of it if it was there already (only_new), else what the caller does not know yet. Conflict if it
-- runs, Invalid on a circle of dependencies.
--- @include "lib/task"
--- @include "lib/dependencies"

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
if old then
    unindex(old)
    setDependants('SREM', args.project, issue, dependenciesOf(old))
    redis.call('DEL', taskKey(args.id))
end
markOpen(args.project, issue)
setDependants('SADD', args.project, issue, args.depends_on)
redis.call('SADD', projectKey(args.project, 'tasks'), issue)

local task = { id = args.id }
for i = 2, #ARGV, 2 do
    task[ARGV[i]] = ARGV[i + 1]
end
task.hold = args.hold and '1' or nil
task.phase = mayRun(task) and 'ready' or 'blocked'
local behind = deadBehind(task)
local made = {
    'phase', task.phase,
    'status', statusOf[task.phase],
    'cost_usd', string.format('%.10g', math.max(args.cost, old and tonumber(old.cost_usd) or 0)),
    'assigned_at', args.now_iso,
    'updated_at', args.now_iso,
    -- Its place among equal priorities stays, whatever happens to it.
    'seq', old and old.seq or string.format('%015d', redis.call('INCR', args.prefix .. 'slipway:seq')),
}
if task.hold then
    made[#made + 1] = 'hold'
    made[#made + 1] = task.hold
end
if behind ~= '' then
    made[#made + 1] = 'blocked_by_dead'
    made[#made + 1] = behind
end
for i = 1, #made, 2 do
    task[made[i]] = made[i + 1]
end
task.member = '{"_seq":"' .. task.seq .. '",' .. string.sub(args.member, 2)
redis.call('HSET', taskKey(args.id), 'member', task.member, unpack(made))
redis.call('HSET', taskKey(args.id), unpack(ARGV, 2))
announce('task', json(task))
index(task)
if (old and old.phase == 'dead') or (old and old.blocked_by_dead or '') ~= behind then
    remarkDependants(args.project, issue)
end
return made
