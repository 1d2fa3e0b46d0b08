// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/local/ci/cirecords.h"
#include "core/forge/local/ci/jobcontext.h"
#include "core/forge/local/ci/workflow.h"
#include "core/forge/local/layout.h"
#include "core/forge/local/localforge.h"
#include "core/git/git.h"

#include <functional>

namespace slipway::forge {

struct RunOutcome {
    domain::CiState state = domain::CiState::Success;
    QString reason;
};

/// Runs the jobs of one CI run, one after the other in the order of their `needs`. Lives in the coroutine that awaits
/// run(). Engine thread.
class RunExecutor final {
public:
    /// Gets a job (by its position) whenever something about it changes.
    using Report = std::function<void(int, const domain::CiJob &)>;

    RunExecutor(git::Git &git, process::ProcessRunner &runner, Layout layout, LocalForgeSettings settings,
                CiRunRecord record, Report report);

    /// Every way to end is in the outcome; stop gives Cancelled. The work folder is left for the caller to remove.
    [[nodiscard]] QCoro::Task<RunOutcome> run(std::stop_token stop);

private:
    struct Done {
        domain::CiState result = domain::CiState::Success; ///< as those who need it see it
        bool failedBefore = false; ///< it or one that it needs failed
        QMap<QString, QString> outputs;
    };
    [[nodiscard]] QCoro::Task<RunOutcome> runJobs(Workflow workflow, std::stop_token stop);
    [[nodiscard]] ExpressionScope scopeFor(const WorkflowJob &job) const;
    [[nodiscard]] QJsonObject needsOf(const WorkflowJob &job) const;
    [[nodiscard]] JobPlan planFor(const Workflow &workflow, const WorkflowJob &job, int position) const;
    void record(const WorkflowJob &job, domain::CiState state, const QMap<QString, QString> &outputs,
                const ExpressionScope &scope);
    [[nodiscard]] RunOutcome total() const;

    git::Git &m_git;
    process::ProcessRunner &m_runner;
    Layout m_layout;
    LocalForgeSettings m_settings;
    CiRunRecord m_record;
    Report m_report;
    QJsonObject m_github;
    QMap<QString, Done> m_done;
    bool m_failed = false;
    bool m_ran = false; ///< at least one job was not skipped
};

/// The `github` context of a run.
[[nodiscard]] QJsonObject githubContext(const CiRunRecord &record);

} // namespace slipway::forge
