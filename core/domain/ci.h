// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace slipway::domain {

/// State of a CI run, job or step. `Unsupported` is neither passed nor failed: it waits for a person.
enum class CiState { None, Queued, Running, Success, Failure, Cancelled, Skipped, Unsupported };

[[nodiscard]] QString toString(CiState state);
[[nodiscard]] CiState ciStateFromString(const QString &name);
[[nodiscard]] bool isFinal(CiState state);

struct CiStep {
    int number = 0;
    QString name;
    CiState state = CiState::Queued;
    int exitCode = 0;
};

struct CiJob {
    QString id; ///< unique within the run
    QString name;
    CiState state = CiState::Queued;
    QList<CiStep> steps;
};

/// One run of one workflow file for one commit.
struct CiRun {
    QString id;
    QString workflow; ///< name of the workflow
    QString branch; ///< branch, or head branch of the pull request
    QString sha;
    QString event; ///< `push` or `pull_request`
    int pullRequest = 0;
    int attempt = 1;
    CiState state = CiState::Queued;
    QString reason; ///< what is unsupported or why it was cancelled
    QString url;
    QDateTime createdAt;
    QDateTime finishedAt;
    QList<CiJob> jobs; ///< only when a single run is asked for
};

[[nodiscard]] QJsonObject toJson(const CiRun &run);
[[nodiscard]] CiRun ciRunFromJson(const QJsonObject &json);

} // namespace slipway::domain
