// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/dockerclient.h"
#include "core/deploy/dockerimages.h"
#include "core/deploy/dockersettings.h"
#include "core/deploy/runtime.h"

namespace slipway::deploy {

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
    [[nodiscard]] Async<> backUp(Release live, int keep) override;
    [[nodiscard]] Async<> remove(QString project, DataPolicy data) override;

    /// Makes sure that every base image of the Dockerfile is here, pulling what is not; NotFound or Unavailable if not.
    [[nodiscard]] Async<> fetchBaseImages(Release release, BuildLog log, std::stop_token stop);
    [[nodiscard]] DockerClient &client() { return m_client; }

private:
    [[nodiscard]] QString containerName(const QString &project, const QString &deploymentId) const;
    [[nodiscard]] QString volumeName(const QString &project) const;
    [[nodiscard]] Async<QJsonArray> containers(QString project, QString deploymentId);
    [[nodiscard]] Async<> removeContainers(QString project, QString deploymentId, bool gracefully);
    [[nodiscard]] QString networkName(const QString &project) const;
    [[nodiscard]] bool isOurs(const QJsonObject &container) const;
    [[nodiscard]] Async<QString> prepareNetwork(QString project);
    [[nodiscard]] Async<> removeNetwork(QString project);
    [[nodiscard]] Async<QStringList> startOptions(Release release);
    [[nodiscard]] Async<QString> existingVolume(QString project);
    [[nodiscard]] Async<QString> prepareVolume(Release release);
    [[nodiscard]] QStringList runArguments(const Release &release, const QString &volume, int port) const;

    DockerClient m_client;
    DockerSettings m_settings;
    DockerImages m_images;
    bool m_hasInit = true; ///< until it proves otherwise
};

} // namespace slipway::deploy
