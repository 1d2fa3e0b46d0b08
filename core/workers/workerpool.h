// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workers/worker.h"

#include <QObject>

#include <atomic>

namespace slipway::workers {

/// What the pools of one process share; all thread-safe or immutable.
struct PoolContext {
    redis::RedisAddress redis;
    queue::Keys keys;
    process::ProcessRunner &runner;
    const agents::AgentCatalog &catalog;
    const base::Clock &clock;
    std::shared_ptr<AgentSlots> slots; ///< null: the daemon makes one with settings.maxAgents
    WorkerSettings settings;
};

/// The workers of one agent type, in a thread of their own with connections of their own. Construct it in any thread, move
/// it to its QThread, then invoke start() there; stop() and destruction there too.
class WorkerPool final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WorkerPool)
public:
    WorkerPool(PoolContext context, domain::AgentType type);
    ~WorkerPool() override;

    void start();
    /// Stops every slot (running tasks are handed back), then emits stopped().
    void stop();

Q_SIGNALS:
    void stopped();

private:
    struct Resources; ///< made in the pool's thread
    [[nodiscard]] QCoro::Task<> shutDown();
    PoolContext m_context;
    domain::AgentType m_type;
    std::unique_ptr<Resources> m_resources;
};

} // namespace slipway::workers
