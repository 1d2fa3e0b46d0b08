// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/local/ci/jobcontext.h"
#include "core/forge/local/ci/steprunner.h"
#include "core/git/git.h"

#include <QElapsedTimer>

#include <functional>

namespace slipway::forge {

struct JobOutcome {
    domain::CiState state = domain::CiState::Success;
    QMap<QString, QString> outputs;
    QString reason; ///< for Unsupported
};

/// Runs one job: a clean clone, then its steps in order. Lives in the coroutine that awaits run(). Engine thread.
class JobRunner final {
public:
    /// Gets the job whenever a step begins or ends.
    using Report = std::function<void(const domain::CiJob &)>;

    JobRunner(git::Git &git, process::ProcessRunner &runner, JobPlan plan, Report report);

    /// Every way to end is in the outcome. Its folder is left for the caller to remove.
    [[nodiscard]] QCoro::Task<JobOutcome> run(std::stop_token stop);

    /// The job as it looks before it starts.
    [[nodiscard]] static domain::CiJob waiting(const WorkflowJob &job);

private:
    [[nodiscard]] Async<> checkOut(std::stop_token stop);
    [[nodiscard]] QCoro::Task<StepOutcome> runStep(WorkflowStep step, int index, std::stop_token stop);
    [[nodiscard]] Result<bool> wanted(const WorkflowStep &step) const;
    [[nodiscard]] bool mayFail(const WorkflowStep &step) const;
    void mark(int index, domain::CiState state, int exitCode = 0);
    [[nodiscard]] JobOutcome ended(domain::CiState state, const QString &reason = {});
    [[nodiscard]] std::chrono::milliseconds timeLeft() const;

    git::Git &m_git;
    process::ProcessRunner &m_runner;
    JobPlan m_plan;
    Report m_report;
    JobFolders m_folders;
    JobContext m_context;
    JobLog m_log;
    domain::CiJob m_job;
    std::chrono::milliseconds m_limit { 0 };
    QElapsedTimer m_time;
};

} // namespace slipway::forge
