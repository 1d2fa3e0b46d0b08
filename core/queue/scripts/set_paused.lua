-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Pauses or resumes one project, or everything (`*`). The ready tasks of a paused project wait in
-- `queue:agent:{type}:paused` with their priority, so that claiming never has to step over them.
-- KEYS[1]  hash of what is paused
-- ARGV[1]  project or `*`, paused, who, types
-- Returns 1 if that changed anything.
--- @include "lib/task"

local was = redis.call('HEXISTS', KEYS[1], args.project) == 1
if args.paused then
    redis.call('HSET', KEYS[1], args.project, args.who)
else
    redis.call('HDEL', KEYS[1], args.project)
end
if was == args.paused then
    return 0
end
if args.project == '*' then
    for _, agentType in ipairs(args.types) do
        for _ = 1, math.min(32, redis.call('ZCARD', queueKey(agentType, ''))) do
            wake(agentType)
        end
    end
    return 1
end
for _, issue in ipairs(redis.call('SMEMBERS', projectKey(args.project, 'tasks'))) do
    local task = load(args.project .. ':' .. issue)
    if task and task.phase == 'ready' then
        unindex(task)
        index(task)
    end
end
return 1
