-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Moves the end of a lease. No event: the task stays what it was.
-- KEYS[1]  hash of the task
-- ARGV[1]  id, token, lease (ms)
-- Returns the new end in ms. Conflict if the token is stale.
--- @include "lib/task"

local agentType, phase, token = unpack(redis.call('HMGET', KEYS[1], 'agent_type', 'phase', 'lease_token'))
if phase ~= 'running' or token ~= args.token then
    return stale(args.id)
end
local untilMs = integer(tonumber(args.now) + args.lease)
redis.call('HSET', KEYS[1], 'lease_until', untilMs)
redis.call('ZADD', queueKey(agentType, ':leases'), untilMs, args.id)
return untilMs
