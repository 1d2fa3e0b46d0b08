// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/base/threadhandle.h"
#include "core/workers/workerpool.h"

namespace slipway::workers {

/// The origin's AgentWorkerDaemon: one pool a type, each on its own QThread. Lives in the engine thread.
class WorkerDaemon final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WorkerDaemon)
public:
    explicit WorkerDaemon(PoolContext context, QObject *parent = nullptr);
    ~WorkerDaemon() override;

    /// Starts the pools of these types (all if empty). Running pools stay as they are.
    void start(const QList<domain::AgentType> &types = {});
    /// Stops all pools: claims nothing more, stops running agents, hands their tasks back. A second call waits for the first.
    [[nodiscard]] QCoro::Task<> stop();
    [[nodiscard]] bool isRunning() const { return !m_pools.empty(); }

private:
    struct PoolThread {
        WorkerPool *pool; // lives in the thread, deleted by its end
        base::ThreadHandle thread;
    };
    PoolContext m_context;
    std::map<domain::AgentType, PoolThread> m_pools;
    int m_stopping = 0; ///< calls of stop() under way
    std::vector<base::CompletionSource<>> m_stopWaiters;
};

} // namespace slipway::workers
