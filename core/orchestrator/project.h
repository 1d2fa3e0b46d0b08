// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/agentchoice.h"
#include "core/domain/deployment.h"
#include "core/domain/usage.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace slipway::orchestrator {

/// What is kept of a project in its `.project_metadata.json`. Queue, forge and process state are asked of their owners.
struct Project {
    QString name, idea;
    QDateTime createdAt;
    QString forge = QStringLiteral("local");
    QString repo; ///< owner/name
    QString repoUrl;
    QString source; ///< existing repository it starts from (`--from`); empty: from nothing
    QString defaultBranch = QStringLiteral("dev");
    domain::AgentChoice agents; ///< as it was set when the project was created
    QString recipe; ///< name, when the agent is a recording
    double pace = 1;
    QString stage = QStringLiteral("prd");
    QString state = QStringLiteral("planning");
    QString detail; ///< one line: what is going on, or what failed
    bool planApproved = false; ///< `--yes`: plan gates pass
    bool isBeingDeleted = false; ///< finished at the next start if it was cut off
    bool pipelineWanted = false; ///< `run` was asked for
    QList<domain::Deployment> deployments; ///< newest last
    domain::Usage usage;
    QString path; ///< folder; not stored

    [[nodiscard]] QString metadataFile() const { return path + QStringLiteral("/.project_metadata.json"); }
    /// The newest deployment, or an empty one.
    [[nodiscard]] domain::Deployment deployment() const;
    void record(const domain::Deployment &deployment); ///< replaces the one with its id, or appends
};

[[nodiscard]] QJsonObject toJson(const Project &project);
[[nodiscard]] Project projectFromJson(const QJsonObject &json, const QString &path);

} // namespace slipway::orchestrator
