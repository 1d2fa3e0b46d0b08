// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/process/processinput.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace slipway::process {

/// What a sandboxed process may touch. Everything else is read-only (system folders) or absent.
struct SandboxProfile {
    QStringList writable; ///< folders or files, mounted at their own path
    QStringList readable; ///< the same, read-only
    bool network = false; ///< share the host's network; otherwise only a private loopback
};

/// A process to run. Arguments are a list, never a shell string.
struct ProcessSpec {
    QString program; ///< name looked up in PATH (never in the working directory), or an absolute path
    QStringList arguments;
    QString workingDirectory; ///< has to exist
    QMap<QString, QString> environment; ///< the whole environment; start from baseEnvironment()
    QByteArray input; ///< written to stdin, which is then closed; empty: stdin is /dev/null
    std::shared_ptr<ProcessInput> talk; ///< keeps stdin open after `input`, for what is written to it while it runs
    std::chrono::milliseconds timeout { 0 }; ///< 0: none
    std::chrono::milliseconds grace { 5000 }; ///< from SIGTERM to SIGKILL
    qsizetype maxOutput
        = 8 * 1024 * 1024; ///< bytes of stdout and stderr kept each (the tail); lines still reach the sink
    qsizetype maxLine = 32 * 1024 * 1024; ///< a longer line is dropped up to its end; `outputCut` tells
    std::optional<SandboxProfile> sandbox; ///< empty: runs on the host
};

enum class ProcessEnd { Finished, FailedToStart, Crashed, TimedOut, Cancelled };

/// The one terminal report of a process. Its whole tree is gone when it arrives.
struct ProcessOutcome {
    ProcessEnd end = ProcessEnd::FailedToStart;
    int exitCode = -1;
    QByteArray out; ///< tail of stdout, at most maxOutput
    QByteArray err;
    bool outputCut = false; ///< something was dropped from out, err or an over-long line
    QString error; ///< for FailedToStart: what is missing and what to do
    std::chrono::milliseconds duration { 0 };

    [[nodiscard]] bool ok() const { return end == ProcessEnd::Finished && exitCode == 0; }
};

enum class OutputChannel { Out, Err };

/// Receives each line (without its newline) in the thread that called run(), in order, before run() returns.
using LineSink = std::function<void(OutputChannel, const QByteArray &)>;

/// Runs processes. Implementations may be called from any thread that has an event loop.
class ProcessRunner {
public:
    virtual ~ProcessRunner() = default;
    /// Runs to the end. Never an Error by itself: every way to end is in the outcome. Stop ends the whole tree
    /// (SIGTERM to the group, grace, SIGKILL to the group and to every descendant) and gives Cancelled. What a finished
    /// process leaves behind is ended too; only a host process that detached on purpose (own session, parent gone, and
    /// executed with an environment without our SLIPWAY_RUN) stays.
    [[nodiscard]] virtual QCoro::Task<ProcessOutcome> run(ProcessSpec spec, LineSink sink = {},
                                                          std::stop_token stop = {})
        = 0;
};

/// PATH, HOME, LANG, LC_*, TZ, TERM=dumb, USER and TMPDIR of this process, and nothing else: tokens never pass.
[[nodiscard]] QMap<QString, QString> baseEnvironment();
/// Absolute path of a program in PATH, empty if there is none. Relative PATH entries are skipped.
[[nodiscard]] QString findProgram(const QString &name);
/// The same in another search path (colon-separated).
[[nodiscard]] QString findProgram(const QString &name, const QString &path);
/// stdout if it exited 0; else Error (Unavailable when it could not start, Timeout, Cancelled, or Invalid with the tail
/// of stderr as detail and `what` in the message).
[[nodiscard]] Result<QByteArray> outputOf(const ProcessOutcome &outcome, const QString &what);

} // namespace slipway::process
