// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/planningagents.h"

#include <functional>
#include <map>
#include <stop_token>

namespace slipway::orchestrator {

/// Questions that a person asks about a project in their own words: the project's agent answers, from what the engine sees
/// and what the memory holds, and both are remembered. It changes nothing. Lives in the engine thread.
class Conversation final {
public:
    Conversation(Services &services, PlanningAgents &agents);
    [[nodiscard]] static QString agentOf(const Project &project); ///< who answers
    /// `{success, project, text}`. Unsupported where a recording plays; Cancelled once closed; Conflict while another question of the project is
    /// being answered; else as the agent failed.
    [[nodiscard]] Async<QJsonObject> ask(ProjectPtr project, QString question, QString actor);
    /// A pause: what is being answered about these projects ends, with the agents' process trees.
    void stop(const std::function<bool(const QString &project)> &isConcerned);
    /// The engine stops: what is being answered ends, and nothing is answered any more.
    void close();
    /// For a project that is deleted: ends what is being answered, waits for that, and removes the agent's folder.
    [[nodiscard]] Async<> end(QString project, std::stop_token stop);

private:
    [[nodiscard]] Result<agents::AgentRequest> requestFor(const Project &project, const QString &question,
                                                          const QString &notes) const;
    [[nodiscard]] QString stateOf(const QString &project) const;
    [[nodiscard]] QString folderOf(const QString &project) const;
    Services &m_services;
    PlanningAgents &m_agents;
    std::map<QString, std::stop_source> m_busy; ///< by project
    bool m_isClosed = false;
};

} // namespace slipway::orchestrator
