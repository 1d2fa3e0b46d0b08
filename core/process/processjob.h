// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/process/processrunner.h"

#include <QObject>

#include <mutex>
#include <utility>
#include <vector>

namespace slipway::process {

/// What the caller's thread and the launcher thread share about one run. The caller owns `port`, the launcher resolves
/// `done`; everything else is behind the mutex.
class ProcessJob final {
public:
    ProcessJob(ProcessSpec spec, bool sandboxed, LineSink sink, QObject *port);

    // Any thread.
    /// Asks the launcher to end the process tree; nothing when it has ended.
    void requestCancel();

    // Caller's thread.
    /// Hands the lines collected so far to the sink.
    void deliver();
    /// After this the launcher posts nothing to the port any more; what is left goes to the sink.
    void detach();

    // Launcher thread.
    void addLine(OutputChannel channel, QByteArray line);
    /// Posts one delivery for all lines since the last one.
    void flush();
    void finish(ProcessOutcome outcome);
    [[nodiscard]] bool wantsLines() const { return static_cast<bool>(m_sink); }

    const ProcessSpec spec;
    const bool sandboxed;
    base::CompletionSource<ProcessOutcome> done;

    /// Set while the job runs: called under the mutex, has to post to the launcher thread.
    void setCancelHook(std::function<void()> hook);

private:
    using Lines = std::vector<std::pair<OutputChannel, QByteArray>>;

    const LineSink m_sink; ///< called in the caller's thread only
    std::mutex m_mutex;
    QObject *m_port;
    std::function<void()> m_cancelHook;
    bool m_cancelRequested = false;
    bool m_posted = false;
    Lines m_pending;
    Lines m_batch; ///< launcher thread only
};

} // namespace slipway::process
