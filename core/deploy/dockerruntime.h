// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/dockerclient.h"
#include "core/deploy/runtime.h"

namespace slipway::deploy {

struct DockerSettings {
    QString home; ///< tells the containers of several engines on one machine apart: the state folder
    int containerPort = 8000;
    QString memory = QStringLiteral("512m"); ///< empty: no limit
    QString cpus; ///< empty: no limit
    int processes = 256; ///< 0: no limit
    int stopSeconds = 10; ///< from SIGTERM to SIGKILL
    QStringList runOptions; ///< further options of `run`
    QStringList buildOptions; ///< further options of `build`
};

/// Runs apps as containers of Docker or Podman, published on 127.0.0.1 only. Truth is in the labels: what carries
/// `slipway.role=app` and this home is ours, nothing else is ever touched (an image's labels are inherited by containers a
/// person starts of it, so images say `slipway.role=image`). Lives in the engine thread.
class DockerRuntime final : public Runtime {
public:
    DockerRuntime(DockerClient client, DockerSettings settings);

    [[nodiscard]] QString name() const override;
    [[nodiscard]] Async<Release> build(Release release, BuildLog log, std::stop_token stop) override;
    [[nodiscard]] Async<> start(Release release, int port) override;
    [[nodiscard]] Async<> stop(QString project, QString deploymentId) override;
    [[nodiscard]] Async<AppStatus> status(QString project, QString deploymentId) override;
    [[nodiscard]] Async<QString> logTail(QString project, QString deploymentId, int lines) override;
    [[nodiscard]] Async<QStringList> deployments(QString project) override;
    [[nodiscard]] Async<bool> hasRelease(Release release) override;
    [[nodiscard]] Async<> removeRelease(Release release) override;
    [[nodiscard]] Async<> remove(QString project, DataPolicy data) override;

    /// Makes sure that every base image of the Dockerfile is here, pulling what is not; NotFound or Unavailable if not.
    [[nodiscard]] Async<> fetchBaseImages(Release release, BuildLog log, std::stop_token stop);
    [[nodiscard]] DockerClient &client() { return m_client; }

private:
    [[nodiscard]] QString containerName(const QString &project, const QString &deploymentId) const;
    [[nodiscard]] QString volumeName(const QString &project) const;
    [[nodiscard]] QStringList labels(const Release &release, const QString &role) const;
    [[nodiscard]] bool isOurs(const QJsonObject &container) const;
    [[nodiscard]] Async<QJsonArray> containers(QString project, QString deploymentId);
    [[nodiscard]] Async<> removeContainers(QString project, QString deploymentId, bool gracefully);
    [[nodiscard]] Async<> prepareVolume(Release release);
    [[nodiscard]] Async<> removeImages(QString project, QString tag);
    [[nodiscard]] Async<> tagLatest(Release release, BuildLog log);
    [[nodiscard]] Async<bool> hasBuildx();
    [[nodiscard]] QStringList buildArguments(const Release &release, bool buildx, const QString &idFile) const;
    [[nodiscard]] QStringList runArguments(const Release &release, int port) const;

    DockerClient m_client;
    DockerSettings m_settings;
    std::optional<bool> m_buildx;
};

} // namespace slipway::deploy
