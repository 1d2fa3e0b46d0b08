// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/agentchoice.h"
#include "core/domain/ci.h"
#include "core/domain/deployment.h"
#include "core/domain/task.h"
#include "core/domain/usage.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>

namespace slipway::domain {

/// How many of a project's issues are where. `total` is the sum of the other six; delayed counts as queued.
struct IssueCounts {
    int blocked = 0, queued = 0, inProgress = 0, inReview = 0, closed = 0, needsAttention = 0;
    [[nodiscard]] int total() const { return blocked + queued + inProgress + inReview + closed + needsAttention; }
    bool operator==(const IssueCounts &) const = default;
};

struct ProjectView {
    QString name, idea;
    QString state; ///< planning, waiting, running, paused, idle, failed
    QString stage; ///< prd, plan, repository, scaffold, queue, deploy, workers, done
    QString forge, repo, repoUrl, path;
    AgentChoice agents;
    QString recipe; ///< non-empty when what runs is a recording; every face shows it
    QString detail; ///< one line: what is going on, or what failed
    IssueCounts issues;
    CiRun ci; ///< newest run of the default branch (no jobs)
    Deployment deploy;
    Usage cost;
    QDateTime createdAt;
};

struct QueueView {
    int queued = 0, inProgress = 0, delayed = 0, blocked = 0, dead = 0, completed = 0, failed = 0;
    bool operator==(const QueueView &) const = default;
};

struct WorkerView {
    QString id, type;
    QString state; ///< idle, busy, paused, stalled, stopping
    QString task; ///< `project:7`
    QString run; ///< id of the transcript
    QString agent;
    QDateTime since, lastEvent;
    QString activity; ///< last transcript line, one line
};

/// A decision that needs a person.
struct GateView {
    QString id, project;
    QString kind; ///< plan, budget, breaker, publish, account, unsupported, needs_attention
    QString title, detail;
    QString answer; ///< the exact command that answers it
    QDateTime since;
};

struct EngineView {
    QString mode; ///< desktop, server, build, none
    QString host;
    qint64 pid = 0;
    QDateTime startedAt;
    bool paused = false;
    bool workersRunning = false;
    QString dashboardUrl;
};

/// Everything a face shows, at one moment. Value type, any thread.
struct Snapshot {
    QString version;
    QDateTime time;
    EngineView engine;
    QString redisUrl;
    bool redisManaged = false, redisConnected = false;
    QString activeProject;
    QList<ProjectView> projects; ///< oldest first
    QMap<QString, QueueView> queues; ///< by agent type
    QList<WorkerView> workers;
    QList<GateView> gates;
    QMap<QString, Task> tasks; ///< by `project:number`; not part of the status document
    QString lastEvent; ///< id of the last event that is in it
};

/// The project's tasks by number: the map's own order puts 10 before 2.
[[nodiscard]] QList<Task> tasksOf(const Snapshot &snapshot, const QString &project);

/// The document of `slipway status --json` and `GET /api/status`.
[[nodiscard]] QJsonObject statusDocument(const Snapshot &snapshot);

/// Lossless form for `slipway:snapshot` and the event stream.
[[nodiscard]] QJsonObject toJson(const Snapshot &snapshot);
[[nodiscard]] Snapshot snapshotFromJson(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const ProjectView &view);
[[nodiscard]] ProjectView projectViewFromJson(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const QueueView &view);
[[nodiscard]] QueueView queueViewFromJson(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const WorkerView &view);
[[nodiscard]] WorkerView workerViewFromJson(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const GateView &view);
[[nodiscard]] GateView gateViewFromJson(const QJsonObject &json);

} // namespace slipway::domain
