-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Shared by the scripts of this folder (`--- @include`). Every script gets one argument:
--   ARGV[1]  JSON object; always with `prefix` (of all keys), `now` (ms, as text) and `now_iso`
-- and answers with the task's hash (HGETALL), or fails with `SLIPWAY <code> <sentence>|<hint>`.
--
-- A task is in exactly one index of its type, by its phase. Members are `project:number`, except in the two lists of
-- ready tasks, whose members are the hash field `member`, byte for byte. Key names as in core/queue/keys.h.
local args = cjson.decode(ARGV[1])

local statusOf = {
    blocked = 'queued', ready = 'queued', delayed = 'queued', running = 'in_progress',
    in_review = 'completed', done = 'completed', dead = 'failed', cancelled = 'failed',
}
local indexOf = {
    blocked = ':blocked', delayed = ':delayed', running = ':leases', dead = ':dead',
    in_review = ':review', done = ':done', cancelled = ':cancelled',
}

local function queueKey(agentType, list)
    return args.prefix .. 'queue:agent:' .. agentType .. list
end

local function taskKey(id)
    return args.prefix .. 'task:' .. id
end

local function projectKey(project, what)
    return args.prefix .. 'slipway:project:' .. project .. ':' .. what
end

local function refuse(code, text, hint)
    return redis.error_reply('SLIPWAY ' .. code .. ' ' .. text .. '|' .. (hint or ''))
end

local function integer(number)
    return string.format('%.0f', number)
end

local function idOf(project, number)
    return project .. ':' .. integer(number)
end

local function load(id)
    local flat = redis.call('HGETALL', taskKey(id))
    if #flat == 0 then
        return nil
    end
    local task = { id = id }
    for i = 1, #flat, 2 do
        task[flat[i]] = flat[i + 1]
    end
    return task
end

local function answer(id)
    return redis.call('HGETALL', taskKey(id))
end

local function notFound(id)
    return refuse('not_found', 'There is no task ' .. id)
end

-- The answer to a writer whose lease is not the current one.
local function stale(id)
    return refuse('conflict', 'The lease of task ' .. id .. ' is not yours any more', 'Stop working on it')
end

local function holds(task, token)
    return task and task.phase == 'running' and task.lease_token == token
end

local function wake(agentType)
    local key = args.prefix .. 'slipway:wake:' .. agentType
    redis.call('LPUSH', key, '1')
    redis.call('LTRIM', key, 0, 31)
end

local function projectIsPaused(project)
    return redis.call('HEXISTS', args.prefix .. 'slipway:paused', project) == 1
end

local function unindex(task)
    if task.phase == 'ready' then
        redis.call('ZREM', queueKey(task.agent_type, ''), task.member)
        redis.call('ZREM', queueKey(task.agent_type, ':paused'), task.member)
    else
        redis.call('ZREM', queueKey(task.agent_type, indexOf[task.phase]), task.id)
    end
end

local function index(task)
    if task.phase ~= 'ready' then
        local score = task.priority
        if task.phase == 'delayed' then
            score = task.ready_at
        elseif task.phase == 'running' then
            score = task.lease_until
        end
        redis.call('ZADD', queueKey(task.agent_type, indexOf[task.phase]), score, task.id)
    elseif projectIsPaused(task.project) then
        redis.call('ZADD', queueKey(task.agent_type, ':paused'), task.priority, task.member)
    else
        redis.call('ZADD', queueKey(task.agent_type, ''), task.priority, task.member)
        wake(task.agent_type)
    end
end

local function number(text, default)
    return tonumber(text) and text or default
end

-- The task as domain::toJson() writes it, without context and lease token. Lists are stored as JSON already.
local function json(task)
    local function text(name)
        return '"' .. name .. '":' .. cjson.encode(task[name] or '') .. ','
    end
    return '{"id":' .. cjson.encode(task.id) .. ',' .. text('project') .. '"issue":' .. number(task.issue, '0') .. ','
        .. text('agent_type') .. text('kind') .. text('title') .. '"labels":' .. (task.labels or '[]') .. ','
        .. text('full_name') .. text('url') .. '"priority":' .. number(task.priority, '5') .. ',' .. text('status')
        .. text('phase') .. '"attempts":' .. number(task.attempts, '0') .. ','
        .. '"max_attempts":' .. number(task.max_attempts, '3') .. ',' .. text('lease_owner')
        .. '"lease_until":' .. number(task.lease_until, '0') .. ',"depends_on":' .. (task.depends_on or '[]') .. ','
        .. text('branch') .. '"pr":' .. number(task.pr, '0') .. ',"cost_usd":' .. number(task.cost_usd, '0') .. ','
        .. text('failure_class') .. text('failure_detail') .. text('assigned_at')
        .. '"updated_at":' .. cjson.encode(task.updated_at or '') .. '}'
end

local function announce(task)
    redis.call('XADD', args.prefix .. 'slipway:events', 'MAXLEN', '~', 10000, '*', 'type', 'task', 'data', json(task))
end

-- Writes changed fields (and `updated_at`) and announces the task.
local function write(task, changes)
    changes.updated_at = args.now_iso
    local flat = {}
    for name, value in pairs(changes) do
        task[name] = value
        flat[#flat + 1] = name
        flat[#flat + 1] = value
    end
    redis.call('HSET', taskKey(task.id), unpack(flat))
    announce(task)
end

-- The only way from one phase to another.
local function move(task, phase, changes)
    changes = changes or {}
    unindex(task)
    changes.phase = phase
    changes.status = statusOf[phase]
    if phase ~= 'running' then
        changes.lease_owner = ''
        changes.lease_token = ''
        changes.lease_until = '0'
    end
    write(task, changes)
    index(task)
end

local function hasOpenDependency(task)
    local closed = projectKey(task.project, 'closed')
    for _, dependency in ipairs(cjson.decode(task.depends_on)) do
        if redis.call('SISMEMBER', closed, integer(dependency)) == 0 then
            return true
        end
    end
    return false
end

local function mayRun(task)
    return task.hold ~= '1' and not hasOpenDependency(task)
end

-- The issue counts as closed from now on: whoever waited for it only is ready.
local function markClosed(project, issue)
    if redis.call('SADD', projectKey(project, 'closed'), issue) == 0 then
        return
    end
    local waiting = redis.call('SMEMBERS', projectKey(project, 'dependants:' .. issue))
    table.sort(waiting, function(a, b) return tonumber(a) < tonumber(b) end)
    for _, dependant in ipairs(waiting) do
        local task = load(project .. ':' .. dependant)
        if task and task.phase == 'blocked' and mayRun(task) then
            move(task, 'ready')
        end
    end
end

local function markOpen(project, issue)
    redis.call('SREM', projectKey(project, 'closed'), issue)
end

local function addCost(task, amount)
    return string.format('%.10g', (tonumber(task.cost_usd) or 0) + (amount or 0))
end

-- An attempt that does not count is given back.
local function withoutThisAttempt(task)
    return integer(math.max(0, (tonumber(task.attempts) or 0) - 1))
end
