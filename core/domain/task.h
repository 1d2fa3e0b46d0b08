// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/agenttype.h"
#include "core/domain/failureclass.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace slipway::domain {

/// The origin's four states, as stored in `status`.
enum class TaskStatus { Queued, InProgress, Completed, Failed };

/// The detail behind the status, as stored in `phase`.
enum class TaskPhase { Blocked, Ready, Delayed, Running, InReview, Done, Dead, Cancelled };

[[nodiscard]] TaskStatus statusOf(TaskPhase phase);
[[nodiscard]] QString toString(TaskStatus status); ///< `queued`, `in_progress`, `completed`, `failed`
[[nodiscard]] QString toString(TaskPhase phase); ///< `blocked`, `ready`, `delayed`, `running`, `in_review`, …
[[nodiscard]] TaskPhase taskPhaseFromString(const QString &name); ///< Blocked for an unknown name

/// Names a task: project and number. Issues and pull requests share one number space.
struct TaskKey {
    QString project;
    int number = 0;

    [[nodiscard]] QString toString() const { return project + QLatin1Char(':') + QString::number(number); }
    /// Parses `project:7`; number 0 if it is not of that form.
    [[nodiscard]] static TaskKey fromString(const QString &text);
    bool operator==(const TaskKey &) const = default;
    auto operator<=>(const TaskKey &) const = default;
};

/// One unit of work in a queue: an issue, or the review of a pull request.
struct Task {
    TaskKey key;
    AgentType type = AgentType::Backend;
    QString kind; ///< `implement` or `review`
    QString title;
    QStringList labels;
    QString fullName; ///< owner/name at the forge
    QString url;
    int priority = 5; ///< 0–9, 0 first
    TaskPhase phase = TaskPhase::Blocked;
    int attempts = 0;
    int maxAttempts = 3;
    QString leaseOwner;
    QString leaseToken; ///< fencing token; every write of a worker carries it
    qint64 leaseUntilMs = 0;
    QList<int> dependsOn; ///< issue numbers that have to be closed first
    QString branch;
    int pr = 0; ///< pull request of this issue, 0 if none
    double costUsd = 0;
    FailureClass failureClass = FailureClass::None;
    QString failureDetail;
    QDateTime assignedAt;
    QDateTime updatedAt;
    /// What the worker needs to know: slug, body, acceptance, purpose (`implement`, `rework`, `ci_fix`, `conflict`,
    /// `review`), round, findings, evidence, head … Written by the orchestrator only.
    QJsonObject context;
};

/// Task ↔ JSON as shown by `slipway tasks --json` and carried in the snapshot (context left out unless asked).
[[nodiscard]] QJsonObject toJson(const Task &task, bool withContext = false);
[[nodiscard]] Task taskFromJson(const QJsonObject &json);

} // namespace slipway::domain

Q_DECLARE_METATYPE(slipway::domain::Task)
