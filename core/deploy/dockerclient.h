// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/processrunner.h"

#include <QJsonArray>
#include <QJsonObject>

namespace slipway::deploy {

/// Calls `docker` or `podman`. Contexts, DOCKER_HOST and their like are honoured; nothing else of the environment passes.
/// Any thread; the runner has to outlive it.
class DockerClient final {
public:
    /// `environment`: set on top, e.g. DOCKER_HOST.
    DockerClient(process::ProcessRunner &runner, QString program, QMap<QString, QString> environment = {});

    [[nodiscard]] const QString &program() const { return m_program; }
    [[nodiscard]] bool isPodman() const;
    struct Call {
        QStringList arguments;
        QString what; ///< opens the sentence when it fails: `Starting the container`
        std::chrono::milliseconds timeout { 60000 };
        QMap<QString, QString> environment; ///< for this call only
    };
    [[nodiscard]] static Call call(QString what, QStringList arguments);
    [[nodiscard]] QCoro::Task<process::ProcessOutcome> run(Call call, process::LineSink sink = {},
                                                           std::stop_token stop = {});
    /// stdout if it ended with 0, else the Error that dockerError() makes of it.
    [[nodiscard]] Async<QString> output(Call call, std::stop_token stop = {});
    /// Objects that `inspect` prints; those that do not exist are left out.
    [[nodiscard]] Async<QJsonArray> inspect(QString kind, QStringList names);
    /// Unavailable or Denied if the engine does not answer within 3 seconds.
    [[nodiscard]] Async<> ping();
    /// Whether `run` knows --health-start-interval: Docker from 25 on.
    [[nodiscard]] QCoro::Task<bool> probesAtStart();
    /// The failure of an outcome; only if it was none.
    [[nodiscard]] Error errorOf(const process::ProcessOutcome &outcome, const QString &what) const;

private:
    process::ProcessRunner &m_runner;
    QString m_program;
    QMap<QString, QString> m_environment;
};

} // namespace slipway::deploy
