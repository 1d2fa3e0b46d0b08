-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- KEYS[1]  hash of the task
-- ARGV[1]  id, priority (0 to 9)
-- Returns the task. NotFound.
--- @include "lib/task"

local task = load(args.id)
if not task then
    return notFound(args.id)
end
unindex(task)
write(task, { priority = integer(args.priority) })
index(task)
return answer(task)
