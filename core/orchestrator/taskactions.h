// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/attention.h"
#include "core/orchestrator/projectviews.h"

namespace slipway::orchestrator {

/// What a person may do to one task. Each closes the decision that waited for it. Engine thread.
class TaskActions final {
public:
    TaskActions(Services &services, ProjectViews &views, Attention &attention);

    /// Back to its queue with fresh attempts. NotFound.
    [[nodiscard]] Async<domain::Task> retry(domain::TaskKey key);
    /// Given up for good; what depends on its issue need not wait for it any more. A review's issue is given up with it:
    /// nobody else would merge it.
    [[nodiscard]] Async<domain::Task> cancel(domain::TaskKey key, QString why);
    /// A note for the agent that runs it next.
    [[nodiscard]] Async<> message(domain::TaskKey key, QString text);

private:
    [[nodiscard]] Async<domain::Task> find(domain::TaskKey key);
    Services &m_services;
    ProjectViews &m_views;
    Attention &m_attention;
};

} // namespace slipway::orchestrator
