// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QMap>
#include <QStringList>

#include <optional>

namespace slipway::forge {

/// Which branches an event applies to: all without patterns. Patterns as at GitHub: `*` stays within a path segment, `**`
/// does not, `?`, `+`, `[…]`, and `!` takes out again.
struct BranchFilter {
    QStringList branches;
    QStringList ignored;
    [[nodiscard]] bool matches(const QString &branch) const;
};

/// Where `run:` steps happen and in which shell, when a step does not say so itself.
struct RunDefaults {
    QString shell;
    QString workingDirectory;
};

/// A step as written; texts may hold expressions.
struct WorkflowStep {
    QString id, name, condition;
    QString run; ///< script, or
    QString uses; ///< action
    QMap<QString, QString> with;
    QMap<QString, QString> environment;
    QString shell, workingDirectory;
    QString continueOnError, timeoutMinutes;
};

struct WorkflowJob {
    QString key;
    QString name;
    QString condition;
    QStringList needs;
    QMap<QString, QString> environment;
    QMap<QString, QString> outputs;
    RunDefaults defaults;
    QString continueOnError, timeoutMinutes;
    QList<WorkflowStep> steps;
};

/// A workflow file. Value type, any thread.
struct Workflow {
    QString name;
    std::optional<BranchFilter> push; ///< empty: not triggered by it
    std::optional<BranchFilter> pullRequest; ///< filter on the base branch
    QMap<QString, QString> environment;
    QList<WorkflowJob> jobs; ///< each behind those it needs, otherwise as in the file
    QString unsupported; ///< the first thing that local CI cannot do, for people; empty: none
};

/// Reads a workflow file. Invalid (with the place) if it is not YAML or breaks the rules of workflow files: no jobs, a step
/// without `run` or `uses`, an unknown or circular `needs`. What is understood but cannot be done here is no error: it is
/// named in `unsupported`. Path filters are ignored: such a workflow runs on every change.
[[nodiscard]] Result<Workflow> parseWorkflow(const QByteArray &yaml, const QString &file);

} // namespace slipway::forge
