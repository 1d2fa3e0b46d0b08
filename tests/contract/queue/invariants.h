// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/queue/keys.h"
#include "core/redis/redisclient.h"

namespace slipway::test {

/// One sentence for every broken rule of what is stored: each task in exactly one index, of its type and phase; members,
/// scores and status as promised; nothing in an index that is no task. Empty if all is well.
[[nodiscard]] QStringList brokenInvariants(redis::RedisClient &client, const queue::Keys &keys);

} // namespace slipway::test
