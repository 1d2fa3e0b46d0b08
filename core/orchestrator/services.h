// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentcatalog.h"
#include "core/agents/agentrunner.h"
#include "core/base/clock.h"
#include "core/control/eventpublisher.h"
#include "core/control/statestore.h"
#include "core/deploy/deployer.h"
#include "core/deploy/publisher.h"
#include "core/forge/forge.h"
#include "core/git/git.h"
#include "core/history/taskhistory.h"
#include "core/history/transcriptrotation.h"
#include "core/memory/conversationmemory.h"
#include "core/orchestrator/gatekeeper.h"
#include "core/orchestrator/projectregistry.h"
#include "core/queue/assignmentmanager.h"
#include "core/queue/taskqueue.h"

#include <QHash>

#include <functional>

namespace slipway::orchestrator {

/// What the owner set, as far as the engine decides by it.
struct EngineSettings {
    QString mode; ///< desktop, server, build
    QString host;
    QString stateFolder; ///< .ai-dev-pipeline
    QString logFolder;
    QString workspaceFolder;
    domain::AgentChoice agents;
    QString defaultForge = QStringLiteral("local");
    bool hasGitHubToken = false; ///< else projects there can only be looked at
    QString gitHubOwner; ///< as set; empty: the token's account
    double pace = 1;
    agents::AgentLimits limits;
    int maxAttempts = 3;
    int maxReviewRounds = 3;
    QString issuesLabel = QStringLiteral("slipway"); ///< of people's issues; empty: none are taken
    int maxCiRounds = 3;
    int maxConflictRounds = 3;
    double usdPerProject = 100;
    double usdPerDay = 50;
    double usdPerHour = 25; ///< 0: not watched
    std::chrono::milliseconds ciPoll = std::chrono::seconds(30);
    std::chrono::milliseconds stall = std::chrono::minutes(20);
    std::chrono::milliseconds historyAfter = std::chrono::hours(24); ///< then ended tasks leave Redis
    history::TranscriptLimits transcripts;
    int previews = 0; ///< pull requests of a project that run at once
    bool sandboxWorks = true; ///< else only the recording runs
    bool redisManaged = true; ///< the private server of this home
};

/// Everything the orchestrator's parts use, made by app/bootstrap and living as long as the engine. Engine thread only.
struct Services {
    const EngineSettings &settings;
    const base::Clock &clock;
    process::ProcessRunner &runner;
    git::Git &git;
    QHash<QString, forge::Forge *> forges; ///< by kind
    const agents::AgentCatalog &catalog;
    agents::AgentRunner &agentRunner;
    redis::RedisClient &redis;
    queue::Keys keys;
    queue::TaskQueue &queue;
    queue::AssignmentManager &assignment;
    deploy::Deployer &deployer;
    deploy::Publisher &publisher;
    control::EventPublisher &events;
    control::StateStore &store; ///< the engine's own copy of what faces see
    ProjectRegistry &projects;
    GateKeeper &gates;
    memory::ConversationMemory &memory;
    history::TaskHistory &history;
    /// Reads the forge's token anew and asks whether it is accepted. Denied: it is not.
    std::function<Async<>()> renewSignIn;
    /// Whether this engine still leads: asked before every outside effect that is not asked for twice. See LeaderLock::check().
    std::function<Result<>()> leads;

    /// Notes for a prompt about this; empty where the memory cannot be read (it never stops the work).
    [[nodiscard]] QCoro::Task<QString> notesFor(QString project, QString about) const;
    /// Keeps a note; a failure is logged only.
    [[nodiscard]] QCoro::Task<> remember(QString project, QString kind, QString text) const;
    [[nodiscard]] forge::Forge &forgeOf(const Project &project) const { return *forges.value(project.forge); }
};

} // namespace slipway::orchestrator
