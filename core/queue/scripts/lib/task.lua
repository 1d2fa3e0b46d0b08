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
-- The field that an index is ordered by; the others are ordered by priority.
local scoreOf = { delayed = 'ready_at', running = 'lease_until', done = 'ended_at', cancelled = 'ended_at' }

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
    local task = {}
    for i = 1, #flat, 2 do
        task[flat[i]] = flat[i + 1]
    end
    task.id = id
    return task
end

-- The task as HGETALL would give it: what is in the table is what is stored.
local function answer(task)
    local flat, n = {}, 0
    for name, value in pairs(task) do
        if name ~= 'id' then
            flat[n + 1] = name
            flat[n + 2] = value
            n = n + 2
        end
    end
    return flat
end

local function notFound(id)
    return refuse('not_found', 'There is no task ' .. id)
end

-- The answer to a writer whose lease is not the current one; queue::isStaleLease() knows it by its last part.
local function stale(id)
    return refuse('conflict', 'The lease of task ' .. id .. ' is not yours any more', 'Stop working on it|stale_lease')
end

local function running(id)
    return refuse('conflict', 'Task ' .. id .. ' is running', 'Release it first')
end

local function holds(task, token)
    return task and task.phase == 'running' and task.lease_token == token
end

local function wake(agentType)
    local key = args.prefix .. 'slipway:wake:' .. agentType
    if redis.call('LPUSH', key, '1') > 32 then
        redis.call('LTRIM', key, 0, 31)
    end
end

local function projectIsPaused(project)
    return redis.call('HEXISTS', args.prefix .. 'slipway:paused', project) == 1
end

local function unindex(task)
    if task.phase ~= 'ready' then
        redis.call('ZREM', queueKey(task.agent_type, indexOf[task.phase]), task.id)
    elseif redis.call('ZREM', queueKey(task.agent_type, ''), task.member) == 0 then
        redis.call('ZREM', queueKey(task.agent_type, ':paused'), task.member)
    end
end

local function index(task)
    if task.phase ~= 'ready' then
        local score = task[scoreOf[task.phase] or 'priority']
        redis.call('ZADD', queueKey(task.agent_type, indexOf[task.phase]), score, task.id)
    elseif projectIsPaused(task.project) then
        redis.call('ZADD', queueKey(task.agent_type, ':paused'), task.priority, task.member)
    else
        redis.call('ZADD', queueKey(task.agent_type, ''), task.priority, task.member)
        wake(task.agent_type)
    end
end

-- Why it does not go on: the last failure, or else the dead tasks that it waits for. As in taskFromFields().
local function detailOf(task)
    local behind = task.blocked_by_dead or ''
    if behind == '' or (task.failure_detail or '') ~= '' then
        return task.failure_detail or ''
    end
    return 'Waits for #' .. string.gsub(string.sub(behind, 2, -2), ',', ', #') .. ', which needs attention'
end

local function number(text, default)
    return tonumber(text) and text or default
end

local function quoted(text)
    return (text or '') == '' and '""' or cjson.encode(text)
end

-- The task as domain::toJson() writes it, without context and lease token. What never changes comes from `member`, which
-- is JSON already (a quote inside of a string is escaped, so `,"repo":` is the key).
local function json(task)
    local fixed = string.gsub(string.sub(task.member, 26, -2), ',"repo":', ',"full_name":', 1)
    local behind = task.blocked_by_dead or ''
    return '{"id":' .. cjson.encode(task.id) .. fixed .. ',"kind":' .. quoted(task.kind)
        .. ',"priority":' .. number(task.priority, '5')
        .. ',"status":"' .. task.status .. '","phase":"' .. task.phase
        .. '","attempts":' .. number(task.attempts, '0') .. ',"max_attempts":' .. number(task.max_attempts, '3')
        .. ',"lease_owner":' .. quoted(task.lease_owner) .. ',"lease_until":' .. number(task.lease_until, '0')
        .. ',"depends_on":' .. (task.depends_on or '[]') .. (behind == '' and '' or ',"blocked_by_dead":' .. behind)
        .. ',"branch":' .. quoted(task.branch) .. ',"pr":' .. number(task.pr, '0')
        .. ',"cost_usd":' .. number(task.cost_usd, '0') .. ',"failure_class":"' .. (task.failure_class or '')
        .. '","failure_detail":' .. quoted(detailOf(task)) .. ',"assigned_at":"' .. (task.assigned_at or '')
        .. '","updated_at":"' .. (task.updated_at or '') .. '"}'
end

local function announce(kind, data)
    redis.call('XADD', args.prefix .. 'slipway:events', 'MAXLEN', '~', 10000, '*', 'type', kind, 'data', data)
end

-- Writes changed fields (and `updated_at`) and announces the task.
local function write(task, changes)
    changes.updated_at = args.now_iso
    local flat, n = {}, 0
    for name, value in pairs(changes) do
        task[name] = value
        flat[n + 1] = name
        flat[n + 2] = value
        n = n + 2
    end
    redis.call('HSET', taskKey(task.id), unpack(flat))
    announce('task', json(task))
end

local deadBehind, remarkDependants -- of lib/dependencies, which claiming gets on without

-- The only way from one phase to another. `popped`: it is in no index any more.
local function move(task, phase, changes, popped)
    changes = changes or {}
    local was, wasBehind = task.phase, task.blocked_by_dead or ''
    if not popped then
        unindex(task)
    end
    task.phase = phase
    changes.phase = phase
    changes.status = statusOf[phase]
    if phase ~= 'running' and was == 'running' then
        changes.lease_owner = ''
        changes.lease_token = ''
        changes.lease_until = '0'
    end
    if scoreOf[phase] == 'ended_at' then
        changes.ended_at = args.now
    end
    local behind = phase == 'blocked' and deadBehind(task) or ''
    if behind ~= wasBehind then
        changes.blocked_by_dead = behind
    end
    write(task, changes)
    index(task)
    if behind ~= wasBehind or (was == 'dead') ~= (phase == 'dead') then
        remarkDependants(task.project, task.issue)
    end
end

local function addCost(task, amount)
    return string.format('%.10g', (tonumber(task.cost_usd) or 0) + (amount or 0))
end

-- An attempt that does not count is given back.
local function withoutThisAttempt(task)
    return integer(math.max(0, (tonumber(task.attempts) or 0) - 1))
end
