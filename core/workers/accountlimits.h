// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"
#include "core/base/clock.h"
#include "core/queue/keys.h"
#include "core/redis/redisclient.h"

#include <optional>

namespace slipway::workers {

/// Usage limits of the accounts that agents work on. One run that meets a limit tells all others, on every machine of this
/// Redis: until the account's reset nothing is started on it. Lives in its user's thread, as the client does.
class AccountLimits final {
public:
    AccountLimits(redis::RedisClient &client, queue::Keys keys, const base::Clock &clock);

    /// When work on this account goes on; nothing if it may run now. An unreachable Redis holds nothing up.
    [[nodiscard]] QCoro::Task<std::optional<QDateTime>> until(QString agent);
    /// Takes note of a result that met a limit (anything else is ignored).
    [[nodiscard]] QCoro::Task<> note(QString agent, agents::AgentResult result);

private:
    redis::RedisClient &m_client;
    queue::Keys m_keys;
    const base::Clock &m_clock;
};

} // namespace slipway::workers
