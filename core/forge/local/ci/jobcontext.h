// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/ci.h"
#include "core/forge/local/ci/expression.h"
#include "core/forge/local/ci/workflow.h"

#include <chrono>

namespace slipway::forge {

/// Everything that running one job needs to know. Value type.
struct JobPlan {
    WorkflowJob job;
    QMap<QString, QString> workflowEnvironment;
    QJsonObject github; ///< the `github` context; `workspace` is filled in by the job
    QJsonObject needs; ///< the `needs` context
    QString repository; ///< bare repository
    QString sha;
    QString folder; ///< of this job, empty: clone, home, temporary files
    QString logPath;
    qsizetype maxLogBytes = 0;
    std::chrono::milliseconds timeout { 0 };
    bool network = true;
};

/// Folders of a running job. Only `repository`, `home`, `temp` and the folder of the current step can be written by it.
struct JobFolders {
    QString root;
    [[nodiscard]] QString repository() const { return root + QStringLiteral("/repo"); }
    [[nodiscard]] QString home() const { return root + QStringLiteral("/home"); }
    [[nodiscard]] QString temp() const { return root + QStringLiteral("/temp"); }
    [[nodiscard]] QString scripts() const { return root + QStringLiteral("/scripts"); }
    [[nodiscard]] QString step(int number) const { return QStringLiteral("%1/steps/%2").arg(root).arg(number); }
};

/// What the steps of a job see: contexts for expressions, environment variables, PATH. It grows with what steps assign.
class JobContext final {
public:
    JobContext(const JobPlan &plan, const JobFolders &folders);

    /// Evaluates the environment of workflow and job.
    [[nodiscard]] Result<> start();
    /// What an expression of a step sees; `stepEnvironment` is the step's own `env:`.
    [[nodiscard]] ExpressionScope scope(const QMap<QString, QString> &stepEnvironment = {}) const;
    /// The step's own `env:`, evaluated.
    [[nodiscard]] Result<QMap<QString, QString>> evaluated(const QMap<QString, QString> &texts) const;
    /// The workflow's part of a step's environment: all variables to be set on top of the base environment.
    [[nodiscard]] QMap<QString, QString> variables(const QMap<QString, QString> &stepEnvironment) const;

    void assign(const QMap<QString, QString> &variables);
    void addPath(const QString &folder);
    /// `outcome` before continue-on-error, `conclusion` after it.
    void recordStep(const WorkflowStep &step, domain::CiState outcome, domain::CiState conclusion,
                    const QMap<QString, QString> &outputs);
    [[nodiscard]] Result<QMap<QString, QString>> outputs() const;
    [[nodiscard]] bool hasFailed() const { return m_failed; }
    void setFailed() { m_failed = true; }

private:
    [[nodiscard]] QMap<QString, QString> fixedVariables() const;

    JobPlan m_plan;
    JobFolders m_folders;
    QJsonObject m_github;
    QJsonObject m_steps;
    QMap<QString, QString> m_environment; ///< workflow, job, then what steps assigned
    QStringList m_paths; ///< newest first
    bool m_failed = false;
};

/// `success`, `failure`, `cancelled` or `skipped`, as contexts spell a result.
[[nodiscard]] QString resultName(domain::CiState state);

} // namespace slipway::forge
