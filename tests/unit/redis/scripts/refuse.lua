-- SPDX-FileCopyrightText: 2026 The Slipway authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- ARGV[1] an error line without its dash. Fails with it.
return redis.error_reply(ARGV[1])
