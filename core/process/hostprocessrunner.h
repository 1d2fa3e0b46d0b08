// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/threadhandle.h"
#include "core/process/sandbox.h"

namespace slipway::process {

/// Starts every child from one launcher thread that lives as long as this object: a child's parent-death signal fires
/// when the thread that forked it ends. Thread-safe; create and destroy it in the main thread. Destroying it ends all
/// process trees it started (reaper).
class HostProcessRunner final : public ProcessRunner {
public:
    explicit HostProcessRunner(Sandbox sandbox);
    ~HostProcessRunner() override;
    [[nodiscard]] QCoro::Task<ProcessOutcome> run(ProcessSpec spec, LineSink sink = {},
                                                  std::stop_token stop = {}) override;
    /// Changes how later processes are sandboxed (set once at start-up, after the probe).
    void setSandbox(Sandbox sandbox);

private:
    class Launcher;
    base::ThreadHandle m_thread;
    Launcher *m_launcher; // lives in m_thread, deleted by its end
};

} // namespace slipway::process
