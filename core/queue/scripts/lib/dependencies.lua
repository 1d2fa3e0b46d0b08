-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who waits for whom; after `lib/task`, for whatever moves tasks elsewhere than to running.
--
-- A number is closed when its bit in `slipway:project:{name}:closed` is set: by complete and close (done), by cancel (a person
-- decided that it is not needed) and by set_closed. What is queued (again) is open again, and dependants that nobody has claimed
-- yet are blocked again.
--
-- A blocked task whose way leads to a dead one cannot go on by itself. `blocked_by_dead` names the dead ones, also those
-- behind other blocked tasks: a JSON list of numbers, in order, or nothing.

local function isClosed(project, issue)
    return redis.call('GETBIT', projectKey(project, 'closed'), issue) == 1
end

local function dependenciesOf(task)
    return (task.depends_on or '[]') == '[]' and {} or cjson.decode(task.depends_on)
end

local function hasOpenDependency(task)
    for _, dependency in ipairs(dependenciesOf(task)) do
        if not isClosed(task.project, integer(dependency)) then
            return true
        end
    end
    return false
end

local function mayRun(task)
    return task.hold ~= '1' and not hasOpenDependency(task)
end

-- Into the queue again, as far as its dependencies allow.
local function moveToQueue(task, changes)
    move(task, mayRun(task) and 'ready' or 'blocked', changes)
end

local function dependantsOf(project, issue)
    local waiting = redis.call('SMEMBERS', projectKey(project, 'dependants:' .. issue))
    table.sort(waiting, function(a, b) return tonumber(a) < tonumber(b) end)
    return waiting
end

local function setDependants(command, project, issue, dependencies)
    for _, dependency in ipairs(dependencies) do
        redis.call(command, projectKey(project, 'dependants:' .. integer(dependency)), issue)
    end
end

-- What `blocked_by_dead` has to be.
function deadBehind(task)
    local found, seen = {}, {}
    local function add(issue)
        if not seen[issue] then
            seen[issue] = true
            found[#found + 1] = issue
        end
    end
    if task.phase ~= 'blocked' then
        return ''
    end
    for _, dependency in ipairs(dependenciesOf(task)) do
        local issue = integer(dependency)
        if not isClosed(task.project, issue) then
            local phase, behind = unpack(redis.call('HMGET', taskKey(task.project .. ':' .. issue), 'phase', 'blocked_by_dead'))
            if phase == 'dead' then
                add(dependency)
            elseif behind and behind ~= '' then
                for _, other in ipairs(cjson.decode(behind)) do
                    add(other)
                end
            end
        end
    end
    table.sort(found)
    for i, issue in ipairs(found) do
        found[i] = integer(issue)
    end
    return #found == 0 and '' or '[' .. table.concat(found, ',') .. ']'
end

-- Looks again at whoever waits for `issue`, and at who waits for those whose mark changed.
function remarkDependants(project, issue)
    local changed = { issue }
    while #changed > 0 do
        for _, dependant in ipairs(dependantsOf(project, table.remove(changed))) do
            local task = load(project .. ':' .. dependant)
            local behind = task and deadBehind(task) or ''
            if task and behind ~= (task.blocked_by_dead or '') then
                write(task, { blocked_by_dead = behind })
                changed[#changed + 1] = dependant
            end
        end
    end
end

-- The issue counts as closed from now on: whoever waited for it only is ready.
local function markClosed(project, issue)
    if redis.call('SETBIT', projectKey(project, 'closed'), issue, 1) == 1 then
        return
    end
    local isMarked = false
    for _, dependant in ipairs(dependantsOf(project, issue)) do
        local task = load(project .. ':' .. dependant)
        if task and task.phase == 'blocked' then
            if mayRun(task) then
                move(task, 'ready')
            elseif (task.blocked_by_dead or '') ~= '' then
                isMarked = true
            end
        end
    end
    if isMarked then
        remarkDependants(project, issue)
    end
end

-- The issue is open again: who waits for it and was not claimed yet has to wait again. A delayed task notices when it is due.
local function markOpen(project, issue)
    if not isClosed(project, issue) then
        return
    end
    redis.call('SETBIT', projectKey(project, 'closed'), issue, 0)
    for _, dependant in ipairs(dependantsOf(project, issue)) do
        local task = load(project .. ':' .. dependant)
        if task and task.phase == 'ready' then
            move(task, 'blocked')
        end
    end
end

local function isClosedPhase(phase)
    return phase == 'done' or phase == 'cancelled'
end

-- The error for dependencies that lead from `issue` back to itself, with their path; nil if they do not.
local function refuseCircle(project, issue, dependencies)
    local cameFrom, open = {}, {}
    local function reach(from, list)
        for _, dependency in ipairs(list) do
            if not cameFrom[dependency] then
                cameFrom[dependency] = from
                open[#open + 1] = dependency
            end
        end
    end
    reach(issue, dependencies)
    while #open > 0 and not cameFrom[issue] do
        local at = table.remove(open)
        local text = redis.call('HGET', taskKey(idOf(project, at)), 'depends_on')
        reach(at, text and text ~= '[]' and cjson.decode(text) or {})
    end
    if not cameFrom[issue] then
        return nil
    end
    local path, at = '#' .. integer(issue), issue
    repeat
        at = cameFrom[at]
        path = '#' .. integer(at) .. ' → ' .. path
    until at == issue
    return refuse('invalid', 'The dependencies form a circle: ' .. path, 'Remove one of them')
end
