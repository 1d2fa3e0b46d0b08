-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- KEYS[1]  hash of the task
-- ARGV[1]  id, token
-- Returns the task. Conflict if the token is not the current one.
--- @include "lib/task"

if not holds(load(args.id), args.token) then
    return stale(args.id)
end
return answer(args.id)
