// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/local/ci/commandfiles.h"
#include "core/forge/local/ci/jobcontext.h"
#include "core/forge/local/ci/joblog.h"
#include "core/process/processrunner.h"

namespace slipway::forge {

/// Writes a file that only has to last as long as the job: without waiting for the disk, which would hold up the event loop.
/// The file must not exist.
[[nodiscard]] Result<> writePlainFile(const QString &path, const QByteArray &content);

/// How a step ended.
struct StepOutcome {
    domain::CiState state = domain::CiState::Success; ///< Success, Failure, Cancelled or Unsupported
    int exitCode = 0;
    QMap<QString, QString> outputs;
    QString reason; ///< for Unsupported
};

/// Runs one step of a job in the sandbox. Nothing a workflow says reaches the host's side of it: its variables are set
/// inside by `env`, since some (LD_PRELOAD, PATH, HOME) would act on the sandbox program itself. Engine thread.
class StepRunner final {
public:
    StepRunner(process::ProcessRunner &runner, const JobPlan &plan, const JobFolders &folders, JobContext &context,
               JobLog &log);

    /// Stop gives Cancelled; `limit` is the time that the job has left.
    [[nodiscard]] QCoro::Task<StepOutcome> run(WorkflowStep step, int number, std::chrono::milliseconds limit,
                                               std::stop_token stop);

private:
    struct Prepared {
        process::ProcessSpec spec;
        CommandFiles files;
    };
    [[nodiscard]] Result<Prepared> prepare(const WorkflowStep &step, int number, std::chrono::milliseconds limit) const;
    [[nodiscard]] Result<QString> workingDirectory(const WorkflowStep &step, const ExpressionScope &scope) const;
    [[nodiscard]] Result<QStringList> command(const WorkflowStep &step, int number, const ExpressionScope &scope) const;
    [[nodiscard]] process::ProcessSpec specFor(const QMap<QString, QString> &variables, const QStringList &command,
                                               const QString &stepFolder) const;
    /// What became of the process; also takes over what the step assigned.
    [[nodiscard]] StepOutcome concluded(const process::ProcessOutcome &outcome, const Prepared &prepared);
    [[nodiscard]] Result<QMap<QString, QString>> takeAssignments(const CommandFiles &files);
    [[nodiscard]] QCoro::Task<StepOutcome> setUp(WorkflowStep step, QString program, int number, std::stop_token stop);

    process::ProcessRunner &m_runner;
    const JobPlan &m_plan;
    const JobFolders &m_folders;
    JobContext &m_context;
    JobLog &m_log;
};

} // namespace slipway::forge
