// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <stop_token>

namespace slipway::deploy {

/// A built release: an image (Docker, Podman) or a folder (process).
struct Release {
    QString project, deploymentId, commit;
    QString sourceFolder; ///< exported tree, no .git
    QString image; ///< filled by build()
    QString runtime; ///< name of the runtime that built it, and has to start it; filled by build()
};

/// What a runtime knows about one deployment.
struct AppStatus {
    enum class State {
        Missing, ///< nothing of that name is there
        Running,
        Restarting, ///< it ended and will be started again
        CrashLoop, ///< it ends again and again; still tried, but slowly
        Stopped, ///< it is there, but neither runs nor will be started again
    };
    State state = State::Missing;
    int restarts = 0;
    int port = 0; ///< on 127.0.0.1; 0 if unknown
    enum class Health { Unknown, Starting, Healthy, Unhealthy };
    Health health = Health::Unknown; ///< what the image's HEALTHCHECK says; unknown where there is none
    QString healthOutput; ///< its last words
    QString detail; ///< how it ended last, e.g. `exit code 1`; empty if it never did
};

/// Whether a project's data goes with it.
enum class DataPolicy { Keep, Delete };

using BuildLog = std::function<void(const QString &line)>;

/// Where apps run. Lives in the engine thread. What it starts outlives the engine and is found again by name.
/// Every function may be called again after a crash at any point: none leaves a half-made container or process behind.
class Runtime {
public:
    virtual ~Runtime() = default;
    [[nodiscard]] virtual QString name() const = 0; ///< docker, podman, process
    /// Builds; fails with the decisive lines in `detail`. Stop ends the build (Cancelled).
    [[nodiscard]] virtual Async<Release> build(Release release, BuildLog log, std::stop_token stop) = 0;
    /// Starts a release on 127.0.0.1:port beside whatever runs. The same one running on that port: no-op; on another
    /// port: moved. Conflict if the port is taken.
    [[nodiscard]] virtual Async<> start(Release release, int port) = 0;
    /// Stops one deployment of a project (graceful, then kill). Not running is fine. It is not started again by itself.
    [[nodiscard]] virtual Async<> stop(QString project, QString deploymentId) = 0;
    [[nodiscard]] virtual Async<AppStatus> status(QString project, QString deploymentId) = 0;
    [[nodiscard]] virtual Async<QString> logTail(QString project, QString deploymentId, int lines) = 0;
    /// Deployments of a project that are there, running or not.
    [[nodiscard]] virtual Async<QStringList> deployments(QString project) = 0;
    /// Whether a built release is still there and could be started without building.
    [[nodiscard]] virtual Async<bool> hasRelease(Release release) = 0;
    /// Stops a deployment and removes what build() made for it. Only what is ours.
    [[nodiscard]] virtual Async<> removeRelease(Release release) = 0;
    /// Copies the data of what serves aside (DataBackups), keeping the newest copies; no data is fine.
    [[nodiscard]] virtual Async<> backUp(Release live, int keep) = 0;
    /// Stops and removes everything of a project; its data, and the copies of it, only if asked to.
    [[nodiscard]] virtual Async<> remove(QString project, DataPolicy data) = 0;
};

} // namespace slipway::deploy
