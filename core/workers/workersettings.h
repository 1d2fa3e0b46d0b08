// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"
#include "core/domain/agenttype.h"

#include <QMap>
#include <QString>

#include <chrono>

namespace slipway::workers {

/// How this machine works. Immutable once the daemon started.
/// A lease is renewed at least this often, however long it is.
inline constexpr std::chrono::seconds longestHeartbeat { 2 };

struct WorkerSettings {
    QString name; ///< prefix of the worker ids, usually the host
    QMap<domain::AgentType, int> slots; ///< at once per type
    int maxAgents = 2; ///< at once over all types
    std::chrono::milliseconds lease = std::chrono::seconds(60);
    std::chrono::milliseconds queuePoll = std::chrono::seconds(10);
    QString workspaceFolder;
    QString logFolder;
    bool shipsTranscripts = false; ///< on another machine than the engine: it keeps them for all
    agents::AgentLimits limits;
    std::chrono::milliseconds testTimeout = std::chrono::minutes(15);
    int testFixRounds = 2; ///< times an agent is asked to mend failing tests before the run fails
    bool testNetwork = true;
};

} // namespace slipway::workers
