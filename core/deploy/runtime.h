// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <functional>
#include <stop_token>

namespace slipway::deploy {

/// A built release: an image id (Docker, Podman) or a folder (process).
struct Release {
    QString project, deploymentId, commit;
    QString sourceFolder; ///< exported tree, no .git
    QString image; ///< filled by build()
};

using BuildLog = std::function<void(const QString &line)>;

/// Where apps run. Lives in the engine thread. What it starts outlives the engine and is found again by name.
class Runtime {
public:
    virtual ~Runtime() = default;
    [[nodiscard]] virtual QString name() const = 0; ///< docker, podman, process
    /// Builds; fails with the decisive lines in `detail`.
    [[nodiscard]] virtual Async<Release> build(Release release, BuildLog log, std::stop_token stop) = 0;
    /// Starts a release on 127.0.0.1:port beside whatever runs.
    [[nodiscard]] virtual Async<> start(Release release, int port) = 0;
    /// Stops one deployment of a project (graceful, then kill). Not running is fine.
    [[nodiscard]] virtual Async<> stop(QString project, QString deploymentId) = 0;
    [[nodiscard]] virtual Async<bool> isRunning(QString project, QString deploymentId) = 0;
    [[nodiscard]] virtual Async<QString> logTail(QString project, QString deploymentId, int lines) = 0;
    /// Removes everything of a project.
    [[nodiscard]] virtual Async<> remove(QString project) = 0;
};

} // namespace slipway::deploy
