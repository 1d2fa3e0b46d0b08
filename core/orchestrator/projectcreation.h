// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/projectviews.h"

namespace slipway::orchestrator {

/// What `new` was asked for.
struct NewProject {
    QString idea, name, agent, forge;
    QString from; ///< existing repository to start from: a path or a git URL; empty: from nothing
    double pace = -1; ///< negative: the setting
    bool approvePlan = false; ///< `--yes`
    bool reuse = false; ///< go on with an unfinished project of the same idea
    QStringList allow; ///< gates that pass: agent, github, publish
};

/// Turns a request into a project: checks it, chooses agent and forge, and asks before an account of the owner is used.
/// Engine thread.
class ProjectCreation final {
public:
    ProjectCreation(Services &services, ProjectViews &views);

    /// The idea in one line; Invalid if it is empty or too long.
    [[nodiscard]] static Result<QString> checkedIdea(const QString &idea);
    /// The newest project of the same idea, told what this request adds; null if there is none.
    [[nodiscard]] ProjectPtr known(const NewProject &request) const;
    /// Makes the project's folder and metadata and makes it the active one. Invalid for what the request says wrongly,
    /// Unsupported for an agent or forge that cannot be used here.
    [[nodiscard]] Async<ProjectPtr> create(NewProject request);
    /// Waits until a person has let the project's agents and forge work on their accounts, where nobody was asked yet.
    /// Denied if they did not.
    [[nodiscard]] Async<> askForAccounts(ProjectPtr project, std::stop_token stop);
    /// Denied while this agent works on a paid account and nobody has let it.
    [[nodiscard]] Result<> mayUseAgent(const QString &agent) const;

private:
    [[nodiscard]] Async<> askForAccount(ProjectPtr project, QString account, QString title, QString detail,
                                        std::stop_token stop);
    void takeAllowances(const NewProject &request, const Project &project) const;
    [[nodiscard]] Async<QString> chooseAgent(const NewProject &request) const;
    /// Fills in the general agent and those of single roles. Gives whether one of them is a recording; Unsupported if one
    /// cannot be used here.
    [[nodiscard]] Async<bool> chooseAgents(const NewProject &request, Project *project) const;
    [[nodiscard]] Async<> checkUsable(std::shared_ptr<const agents::AgentDriver> driver) const;
    /// The source in the form that git takes; Invalid with what to do if it cannot be used.
    [[nodiscard]] Async<QString> checkSource(QString from) const;

    Services &m_services;
    ProjectViews &m_views;
};

} // namespace slipway::orchestrator
