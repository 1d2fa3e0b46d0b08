// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/controlclient.h"
#include "core/control/eventpublisher.h"
#include "core/domain/snapshot.h"
#include "core/workers/agentslots.h"
#include "core/workers/taskrun.h"

namespace slipway::workers {

/// One slot of a pool: claims a task, keeps its lease alive, runs it, hands the result in, and again. Lives in the pool's
/// thread; its coroutine belongs to the pool's TaskScope.
class Worker final {
public:
    struct Shared { ///< owned by the pool, outlives the worker
        redis::RedisClient &client;
        redis::RedisClient &waitClient; ///< blocks while waiting for work; one per slot
        queue::TaskQueue &queue;
        queue::Keys keys;
        control::EventPublisher &events;
        std::shared_ptr<AgentSlots> slots;
        TaskRun::Tools tools;
        const base::Clock &clock;
    };

    Worker(Shared shared, domain::AgentType type, QString id);
    /// Until stop: then the running task is stopped and handed back.
    [[nodiscard]] QCoro::Task<> work(std::stop_token stop);

private:
    struct Run; ///< what the heartbeat and the run share
    [[nodiscard]] Async<bool> tryOne(std::stop_token stop);
    [[nodiscard]] QCoro::Task<> runClaim(queue::Claim claim, std::stop_token stop);
    [[nodiscard]] QCoro::Task<> heartbeat(std::shared_ptr<Run> run);
    /// True when nothing of the run is only in its workspace any more.
    [[nodiscard]] QCoro::Task<bool> settle(std::shared_ptr<Run> run, FinishedRun finished, std::stop_token stop);
    void observe(const std::shared_ptr<Run> &run, const agents::TranscriptEvent &event);
    void show(const QString &state);

    Shared m_shared;
    domain::AgentType m_type;
    domain::WorkerView m_view;
};

} // namespace slipway::workers
