// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/deployer.h"
#include "core/deploy/processruntime.h"
#include "core/process/hostprocessrunner.h"
#include "tests/support/asynctest.h"

#include <QTemporaryDir>

#include <memory>

namespace slipway::test {

/// Bubblewrap where it works here, else none; probed once.
[[nodiscard]] process::Sandbox workingSandbox();
/// Cleans up behind this process if it is killed: ends what runs out of `folder`, removes it and the bridge.
void startJanitor(const QString &folder, const QString &bridge = {});
/// With short delays, and this executable as supervisor.
[[nodiscard]] std::unique_ptr<deploy::ProcessRuntime> makeProcessRuntime(const QString &stateFolder,
                                                                         process::ProcessRunner &runner);

/// A state folder, a runner and the process runtime, and apps to run with them. What it started is ended with it, and
/// `leftovers()` must be empty then.
class DeployFixture final {
public:
    DeployFixture();
    ~DeployFixture();
    [[nodiscard]] static bool isAvailable(); ///< Python and git are here; else QSKIP

    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString stateFolder() const { return path(QStringLiteral("deploy")); }
    [[nodiscard]] deploy::ProcessRuntimeSettings runtimeSettings() const;
    [[nodiscard]] process::HostProcessRunner &runner() { return *m_runner; }
    [[nodiscard]] deploy::ProcessRuntime &runtime() { return *m_runtime; }
    /// Ends the engine's side (runner and runtime) and makes it anew, as a restart of the engine does.
    void restartEngine();

    /// A tree with a small web app: `/` says `<version> <pid>`, `/healthz` answers `health`, `/count` counts in DATA_DIR.
    struct App {
        QString version = QStringLiteral("one");
        int health = 200;
        QString before; ///< Python run before it listens
        QString baseImage = QStringLiteral("python:3.13-slim");
        QString extra; ///< further lines of the Dockerfile
    };
    [[nodiscard]] QString writeApp(const QString &folder, const App &app);
    /// Commits the app to the bare repository `repository()`; the commit.
    [[nodiscard]] QString commitApp(const App &app);
    [[nodiscard]] QString repository() const { return path(QStringLiteral("repo.git")); }

    /// Body of GET http://127.0.0.1:port/path; empty if nothing answers.
    [[nodiscard]] static QString get(int port, const QString &path = QStringLiteral("/"), int patienceMs = 2000);
    [[nodiscard]] deploy::FrontProxySettings proxySettings() const;
    /// Processes that carry this fixture's folder in their environment or command line.
    [[nodiscard]] QStringList leftovers() const;

private:
    QTemporaryDir m_folder;
    std::unique_ptr<process::HostProcessRunner> m_runner;
    std::unique_ptr<deploy::ProcessRuntime> m_runtime;
};

/// A Deployer and what it needs, over any runtime, with ports from `firstPort` up.
struct DeployEngine {
    /// `deadline` for the health check: long where it is to pass, as the machine may be busy.
    DeployEngine(DeployFixture &fixture, deploy::Runtime &runtime, int keep = 5,
                 std::chrono::seconds deadline = std::chrono::seconds(30), bool withProxy = false);

    git::Git git;
    deploy::FrontProxy proxy; ///< used only `withProxy`
    deploy::PortAllocations ports;
    base::SystemClock clock;
    deploy::Deployer deployer;
};

} // namespace slipway::test
