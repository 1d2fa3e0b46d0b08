// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/hostprocessrunner.h"
#include "core/process/processrun.h"

#include <QObject>

#include <memory>
#include <mutex>
#include <vector>

namespace slipway::process {

/// Starts the jobs of a HostProcessRunner in the thread it lives in.
class HostProcessRunner::Launcher final : public QObject {
public:
    Launcher();
    ~Launcher() override;

    /// Any thread. After shutDown() a job ends as Cancelled at once.
    void submit(std::shared_ptr<ProcessJob> job);
    /// Launcher thread. Ends every tree (SIGTERM, SIGKILL after a second) and returns when all are gone.
    void shutDown();

    [[nodiscard]] Sandbox sandbox() const;
    void setSandbox(Sandbox sandbox);

private:
    void takeSubmitted();
    void start(std::shared_ptr<ProcessJob> job);

    mutable std::mutex m_mutex;
    std::vector<std::shared_ptr<ProcessJob>> m_submitted; ///< behind the mutex
    bool m_closed = false; ///< behind the mutex
    Sandbox m_sandbox { SandboxKind::None }; ///< behind the mutex
    QByteArray m_readBuffer;
    std::vector<ProcessRun *> m_runs;
};

} // namespace slipway::process
