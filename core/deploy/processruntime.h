// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/runtime.h"
#include "core/deploy/supervisorcontrol.h"
#include "core/process/sandbox.h"

namespace slipway::deploy {

struct ProcessRuntimeSettings {
    QString stateFolder; ///< `<state>/deploy`: one folder a project, in it one a deployment and `data`
    QString selfPath; ///< this executable, which knows `internal-supervise`
    SupervisorSpec supervisor; ///< its delays and limits; the rest is filled in
};

/// Runs an app as a supervised child of its own supervisor process, outside the engine's process tree; in the sandbox
/// (release read-only, data folder writable, network shared) where that works, else plainly. The engine finds it again
/// by the lock its supervisor holds. Lives in the engine thread; the runner has to outlive it.
class ProcessRuntime final : public Runtime {
public:
    ProcessRuntime(ProcessRuntimeSettings settings, process::ProcessRunner &runner, process::Sandbox sandbox);

    [[nodiscard]] QString name() const override { return QStringLiteral("process"); }
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

    /// The project's data folder (DATA_DIR of its app); it survives deploys.
    [[nodiscard]] QString dataFolder(const QString &project) const;

private:
    [[nodiscard]] QString folderOf(const QString &project, const QString &deploymentId) const;
    [[nodiscard]] QByteArray markOf(const QString &project, const QString &deploymentId) const;
    [[nodiscard]] Result<SupervisorSpec> specFor(const Release &release, int port) const;
    [[nodiscard]] Async<> endMarked(QByteArray mark);

    ProcessRuntimeSettings m_settings;
    process::ProcessRunner &m_runner;
    SupervisorControl m_supervisors;
    process::Sandbox m_sandbox;
};

} // namespace slipway::deploy
