// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/filelock.h"
#include "core/deploy/haproxysocket.h"
#include "core/deploy/proxyroutes.h"
#include "core/deploy/supervisorcontrol.h"

namespace slipway::deploy {

struct FrontProxySettings {
    QString folder; ///< `<state>/deploy/.proxy`: configuration, routes, log
    QString socketFolder; ///< for its control socket, 0700
    QString selfPath; ///< this executable, which knows `internal-supervise`
    QString program; ///< haproxy; empty: not installed
};

/// One HAProxy for all projects of a home: it holds each project's public port and passes requests to the inner port of
/// the app that serves, so that a switch is one command to it and no connection is cut. It runs under a supervisor of its
/// own, outside the engine's process tree: it serves on when the engine ends, is found again by its lock, and started
/// again when it dies. All state is in its folder, under a lock, so several engines may use it. Engine thread; await all
/// calls before destroying it.
class FrontProxy final {
public:
    FrontProxy(FrontProxySettings settings, process::ProcessRunner &runner);
    /// haproxy in PATH or in the system's folders for administration; empty if it is not installed.
    [[nodiscard]] static QString findProgram();

    /// Installed, or still running from when it was.
    [[nodiscard]] bool isUsable() const;
    /// publicPort 0: the project is not behind the proxy.
    [[nodiscard]] ProxyRoute routeOf(const QString &project) const;
    /// Requests to publicPort go to innerPort from now on. Conflict if something else holds publicPort. On any Error the
    /// former route is in force.
    [[nodiscard]] Async<> route(QString project, int publicPort, int innerPort);
    /// Waits until the app that served before has answered its last request; false if it still had some at the deadline.
    [[nodiscard]] Async<bool> drain(QString project, std::chrono::milliseconds patience);
    /// Gives the project's public port free. The last one takes the proxy along.
    [[nodiscard]] Async<> unroute(QString project);
    /// Starts it if it has routes and neither it nor its supervisor runs (after a reboot, or when both were killed).
    [[nodiscard]] Async<> keepRunning();

private:
    [[nodiscard]] QString file(const char *name) const;
    [[nodiscard]] Async<FileLock> lock();
    /// `former`: what is in force, and is again when it fails.
    [[nodiscard]] Async<> load(ProxyRoutes former, ProxyRoutes routes, QString wanted);
    [[nodiscard]] Async<ProxyRoutes> loadable(ProxyRoutes routes, QString wanted);
    [[nodiscard]] Async<> startOrReload();
    void reload();
    [[nodiscard]] Async<> waitFor(QString description);
    [[nodiscard]] Async<> swapSlots(QString project, ProxyRoute next);
    [[nodiscard]] Async<> write(ProxyRoutes routes, QString wanted);

    FrontProxySettings m_settings;
    process::ProcessRunner &m_runner;
    SupervisorControl m_supervisors;
    QString m_socketPath;
    HaproxySocket m_socket;
};

} // namespace slipway::deploy
