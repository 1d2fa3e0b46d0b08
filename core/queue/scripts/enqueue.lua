-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Adds or replaces a task.
-- KEYS  none (names are derived from the prefix)
-- ARGV[1]  id, project, number, fields {name: text} of the hash, member (compact JSON object without `_seq`),
--          depends_on [numbers], hold, only_new
-- Returns the stored task. Conflict if it runs, Invalid on a circle of dependencies.
--- @include "lib/task"

-- The way from `from` back to this task, if its dependencies lead there.
local function circle(from, seen)
    if from == args.number then
        return '#' .. integer(from)
    end
    if seen[from] then
        return nil
    end
    seen[from] = true
    local depends = redis.call('HGET', taskKey(idOf(args.project, from)), 'depends_on')
    for _, dependency in ipairs(depends and cjson.decode(depends) or {}) do
        local way = circle(dependency, seen)
        if way then
            return '#' .. integer(from) .. ' → ' .. way
        end
    end
    return nil
end

local old = load(args.id)
if old and args.only_new then
    return answer(args.id)
end
if old and old.phase == 'running' then
    return refuse('conflict', 'Task ' .. args.id .. ' is running', 'Release it first')
end
local seen = {}
for _, dependency in ipairs(args.depends_on) do
    local way = circle(dependency, seen)
    if way then
        return refuse('invalid', 'The dependencies form a circle: #' .. integer(args.number) .. ' → ' .. way,
            'Remove one of them')
    end
end

local task = args.fields
task.id = nil
task.hold = args.hold and '1' or ''
if old then
    unindex(old)
    for _, dependency in ipairs(cjson.decode(old.depends_on)) do
        redis.call('SREM', projectKey(args.project, 'dependants:' .. integer(dependency)), integer(args.number))
    end
    if old.phase == 'done' then
        markOpen(args.project, old.issue)
    end
    task.cost_usd = string.format('%.10g', math.max(tonumber(task.cost_usd) or 0, tonumber(old.cost_usd) or 0))
    redis.call('DEL', taskKey(args.id))
end
-- Its place among equal priorities stays, whatever happens to it.
task.seq = old and old.seq or string.format('%015d', redis.call('INCR', args.prefix .. 'slipway:seq'))
task.member = '{"_seq":"' .. task.seq .. '",' .. string.sub(args.member, 2)
for _, dependency in ipairs(args.depends_on) do
    redis.call('SADD', projectKey(args.project, 'dependants:' .. integer(dependency)), integer(args.number))
end
redis.call('SADD', projectKey(args.project, 'tasks'), integer(args.number))

local phase = mayRun(task) and 'ready' or 'blocked'
local fields = {}
for name, value in pairs(task) do
    fields[name] = value
end
task.id = args.id
fields.phase = phase
fields.status = statusOf[phase]
fields.assigned_at = args.now_iso
write(task, fields)
index(task)
return answer(args.id)
