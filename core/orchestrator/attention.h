// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/services.h"

namespace slipway::orchestrator {

/// What happens when a task cannot go on by itself: label and comment on its issue, a gate, a notice. Approving the gate
/// retries the task, rejecting it gives it up. Engine thread.
class Attention final {
public:
    explicit Attention(Services &services);
    /// For a task that is Dead already.
    [[nodiscard]] Async<> call(ProjectPtr project, domain::Task task);
    /// Makes it Dead first.
    [[nodiscard]] Async<> give(ProjectPtr project, domain::TaskKey key, domain::FailureClass failure, QString why);
    /// The gate's question no longer stands (retried, closed, cancelled).
    void settle(const domain::TaskKey &key);
    [[nodiscard]] static QString keyOf(const domain::TaskKey &key);

private:
    Services &m_services;
};

} // namespace slipway::orchestrator
