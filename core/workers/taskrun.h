// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentcatalog.h"
#include "core/agents/agentrunner.h"
#include "core/git/workspace.h"
#include "core/queue/taskqueue.h"
#include "core/workers/accountlimits.h"
#include "core/workers/handin.h"
#include "core/workers/workersettings.h"

#include <functional>

namespace slipway::workers {

/// What came out of one run, ready to be handed in.
struct FinishedRun {
    RunResult result;
    QString bundlePath; ///< empty without changes
};

/// One run of one task: workspace → agent → tests → bundle (or, for a review: clean checkout → tests → verdict).
/// The origin's `execute_task`. Touches neither the queue nor a forge. Lives in its pool's thread; one object a run.
class TaskRun final {
public:
    struct Tools {
        process::ProcessRunner &runner;
        git::Git &git;
        agents::AgentRunner &agents;
        const agents::AgentCatalog &catalog;
        AccountLimits &limits;
        const WorkerSettings &settings;
        /// For a machine without the repository: fetches a branch as a bundle file. Empty: what the task works on.
        std::function<Async<QString>(domain::Task, QString branch)> fetchSources;
    };

    TaskRun(Tools tools, domain::Task task, QString run, agents::EventSink sink);
    /// Ends exactly once; every failure is a class in the result. Stop gives `cancelled`, with the work on a rescue ref.
    [[nodiscard]] QCoro::Task<FinishedRun> execute(std::stop_token stop);
    /// After the result was handed in: the workspace goes, unless it holds work that could not be saved elsewhere.
    [[nodiscard]] QCoro::Task<> cleanUp();

private:
    [[nodiscard]] Async<> checkAccount(); ///< Error while its agent's account has used up its limit
    [[nodiscard]] Async<> prepareWorkspace();
    /// The default branch's commit, known to the workspace.
    [[nodiscard]] Async<QString> targetHead();
    [[nodiscard]] Async<> author(std::stop_token stop);
    [[nodiscard]] Async<> review(std::stop_token stop);
    [[nodiscard]] Async<> testAndMend(std::stop_token stop);
    [[nodiscard]] QCoro::Task<agents::AgentResult> runAgent(domain::Task task, std::stop_token stop);
    [[nodiscard]] Async<bool> runTests(std::stop_token stop); ///< true: passed (or there is nothing to run)
    [[nodiscard]] Async<> take(const agents::AgentResult &result); ///< usage, session; Error when it failed
    [[nodiscard]] std::unexpected<Error> failed(domain::FailureClass failure, const QString &detail);
    [[nodiscard]] QString text(const char *key) const;

    Tools m_tools;
    domain::Task m_task;
    agents::EventSink m_sink;
    git::Workspace m_workspace;
    FinishedRun m_end;
    bool m_hasPrepared = false; ///< the workspace is this run's
    bool m_keepsWork = false; ///< the rescue failed, or its bundle lies in the scratch folder
};

} // namespace slipway::workers
