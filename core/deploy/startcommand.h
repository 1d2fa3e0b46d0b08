// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/dockerfile.h"

namespace slipway::deploy {

/// How an app is started without a container. Value, any thread.
struct StartCommand {
    QStringList arguments; ///< program first
    QMap<QString, QString> environment; ///< the Dockerfile's ENV, translated; PORT, HOST and DATA_DIR are not in it yet
    QString workingDirectory;
    QString source; ///< `Procfile` or `Dockerfile`
    QStringList notes; ///< what of the Dockerfile has no meaning without a container, one line each
};

/// Where a container's places are on this machine.
struct HostPlaces {
    QString releaseFolder; ///< stands for WORKDIR
    QString dataFolder; ///< stands for /data and every VOLUME
    int port = 0; ///< stands for the container's port (EXPOSE, else 8000)
};

/// `web:` line of a Procfile; empty if there is none.
[[nodiscard]] QString webCommandOf(const QString &procfile);

/// Start command of an exported tree: Procfile `web:`, else CMD/ENTRYPOINT, ENV and WORKDIR of the Dockerfile's last
/// stage, with the container's paths and port replaced by the host's. Invalid (with what to add) if there is none.
[[nodiscard]] Result<StartCommand> startCommandOf(const HostPlaces &places);

/// Carries out those COPY lines of the last stage that move files within WORKDIR (`COPY src/ ./`), so that the folder
/// looks as the container's would. Nothing is overwritten outside `releaseFolder`.
[[nodiscard]] Result<> arrangeFiles(const QString &releaseFolder);

} // namespace slipway::deploy
