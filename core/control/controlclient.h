// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/command.h"
#include "core/queue/keys.h"
#include "core/redis/redisclient.h"

#include <chrono>
#include <memory>
#include <stop_token>

namespace slipway::control {

/// The one way in. Appends commands to `slipway:commands` and waits for the engine's answer; asks queries, which are
/// read-only, paged and not audited. Lives in the thread of its RedisClient.
class ControlClient final {
public:
    ControlClient(redis::RedisAddress address, queue::Keys keys);
    ~ControlClient();

    /// The engine's answer: acceptance of long commands, the result of short ones. Unavailable if no engine answers.
    [[nodiscard]] Async<QJsonObject>
    execute(Command command, std::chrono::milliseconds timeout = std::chrono::seconds(30), std::stop_token stop = {});
    /// Queries: diff {task}, transcript {run, from}, ci_runs {project}, ci_log {project, run, job}, prd {project},
    /// plan {project}, runs {task}, task {id}, audit {limit}, recipes {}, agents {}.
    [[nodiscard]] Async<QJsonObject> query(QString name, QJsonObject arguments,
                                           std::chrono::milliseconds timeout = std::chrono::seconds(10));

private:
    struct Private;
    std::shared_ptr<Private> d; // shared with the coroutines in flight
};

} // namespace slipway::control
