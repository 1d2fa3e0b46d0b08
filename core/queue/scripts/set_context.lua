-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- KEYS[1]  hash of the task
-- ARGV[1]  id, context (JSON text)
-- Returns 1. NotFound. No event: the context is not in events.
--- @include "lib/task"

if redis.call('EXISTS', KEYS[1]) == 0 then
    return notFound(args.id)
end
redis.call('HSET', KEYS[1], 'context', args.context, 'updated_at', args.now_iso)
return 1
