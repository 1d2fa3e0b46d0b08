// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/dockerclient.h"
#include "core/deploy/dockersettings.h"
#include "core/deploy/runtime.h"

#include <optional>

namespace slipway::deploy {

/// Builds, finds and removes the images of projects, `slipway-<home id>/<project>:<deployment>`; never one that is not ours. Lives in the
/// thread of its DockerRuntime.
class DockerImages final {
public:
    DockerImages(DockerClient client, DockerSettings settings);

    /// Makes sure that every base image of the Dockerfile is here, pulling what is not; NotFound or Unavailable if not.
    [[nodiscard]] Async<> fetchBase(Release release, BuildLog log, std::stop_token stop);
    /// The image's id. With BuildKit where buildx is installed. Base images have to be here.
    [[nodiscard]] Async<QString> build(Release release, BuildLog log, std::stop_token stop);
    /// What `inspect` says of an image; empty if it is not here.
    [[nodiscard]] Async<QJsonObject> find(QString image);
    /// Takes our names off a project's images, or one deployment's; what a person named otherwise stays.
    [[nodiscard]] Async<> remove(QString project, QString deploymentId = {});

private:
    [[nodiscard]] QString repositoryOf(const QString &project) const;
    [[nodiscard]] Async<> tagLatest(Release release, QString image, BuildLog log);
    [[nodiscard]] Async<bool> hasBuildx();
    [[nodiscard]] QStringList buildArguments(const Release &release, bool buildx, const QString &idFile) const;

    DockerClient m_client;
    DockerSettings m_settings;
    std::optional<bool> m_buildx;
};

} // namespace slipway::deploy
