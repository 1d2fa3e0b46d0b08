// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/rotatinglog.h"
#include "core/deploy/supervisorspec.h"

#include <functional>
#include <sys/types.h>

namespace slipway::deploy {

/// Milliseconds of a clock that nobody sets.
[[nodiscard]] qint64 monotonicMs();

/// The app of one supervisor: its process, its output and the end of its tree. Lives in the supervisor's only thread;
/// the supervisor is the subreaper of everything below it.
class SupervisedApp final {
public:
    SupervisedApp(const SupervisorSpec &spec, RotatingLog &log);
    ~SupervisedApp();
    SupervisedApp(const SupervisedApp &) = delete;
    SupervisedApp &operator=(const SupervisedApp &) = delete;

    /// Empty if it runs, else why it could not be started.
    [[nodiscard]] QString start();
    [[nodiscard]] bool isRunning() const { return m_pid > 0; }
    [[nodiscard]] pid_t pid() const { return m_pid; }
    [[nodiscard]] int output() const { return m_output; } ///< -1 when closed
    void readOutput(); ///< what is there now, into the log
    void reap(); ///< collects every child that has ended

    using Pump = std::function<void(int timeoutMs)>; ///< handles the supervisor's events for a while
    void terminateTree(const Pump &pump); ///< SIGTERM, grace, SIGKILL; returns when the app is gone
    void killLeftovers(const Pump &pump); ///< SIGKILL to whatever it left behind

    [[nodiscard]] QString exitText() const { return m_exitText; }
    [[nodiscard]] QString startedAt() const { return m_startedAt; }
    [[nodiscard]] qint64 lastedMs() const { return m_lastedMs; }

private:
    [[noreturn]] void runChild(int output, int report, pid_t supervisor) const;
    void closeOutput();

    const SupervisorSpec &m_spec;
    RotatingLog &m_log;
    pid_t m_pid = 0;
    int m_output = -1;
    qint64 m_startMs = 0;
    qint64 m_lastedMs = 0;
    QString m_exitText, m_startedAt;
};

} // namespace slipway::deploy
