-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- KEYS[1] a key to keep the result in, ARGV[1] a number. Returns twice the number.
--- @include "lib/double"
local result = double(tonumber(ARGV[1]))
redis.call('SET', KEYS[1], result)
return result
