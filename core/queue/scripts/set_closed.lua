-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Issues that were closed elsewhere, with or without a task here: whoever waited for them is ready.
-- KEYS  none
-- ARGV[1]  project, numbers
-- Returns how many there were.
--- @include "lib/task"
--- @include "lib/dependencies"

for _, issue in ipairs(args.numbers) do
    markClosed(args.project, integer(issue))
end
return #args.numbers
