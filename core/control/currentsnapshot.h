// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/command.h"
#include "core/domain/snapshot.h"
#include "core/queue/keys.h"
#include "core/redis/redisclient.h"

namespace slipway::control {

/// The state as it is now, for a face that looks once: the engine's snapshot, which is written every now and then, and the
/// events since. Whoever gave a command sees what it did. Any thread with an event loop; fails as the client does.
[[nodiscard]] Async<domain::Snapshot> currentSnapshot(redis::RedisClient *client, queue::Keys keys);

/// One entry of the event stream.
[[nodiscard]] Event eventOf(const redis::Reply &entry);

} // namespace slipway::control
