// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <memory>
#include <stop_token>

namespace slipway::base {

/// Owns the coroutines that a service starts, so that none outlives it. Lives in the service's thread.
/// Before a service is destroyed its owner awaits drain(): it requests stop and waits until the last task has ended.
class TaskScope {
public:
    TaskScope();
    ~TaskScope();
    TaskScope(const TaskScope &) = delete;
    TaskScope &operator=(const TaskScope &) = delete;

    /// Runs the task to its end; errors and exceptions are logged under `label`. Not after drain(): that is a bug, and logged.
    void start(QCoro::Task<> task, const char *label);
    void start(Async<> task, const char *label);

    /// Stops on drain() (or requestStop()); pass it to whatever a task of this scope awaits.
    [[nodiscard]] std::stop_token stopToken() const;
    void requestStop();
    [[nodiscard]] int running() const;
    /// Requests stop and waits for the end of every task.
    [[nodiscard]] QCoro::Task<> drain();

private:
    struct State;
    std::shared_ptr<State> m_state;
};

/// Lets a task run unowned; its error or exception is logged under `label`. Only for work that touches no object.
void detach(QCoro::Task<> task, const char *label);

/// Suspends for `duration`, or until stop is requested (then Cancelled).
[[nodiscard]] Async<> sleepFor(std::chrono::milliseconds duration, std::stop_token stop = {});

} // namespace slipway::base
