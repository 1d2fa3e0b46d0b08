// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/childprocess.h"
#include "core/process/linesplitter.h"
#include "core/process/processjob.h"
#include "core/process/processtree.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>

namespace slipway::process {

/// One started process until its whole tree is gone. Lives in the launcher thread, owned by the Launcher.
class ProcessRun final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProcessRun)
public:
    ProcessRun(std::shared_ptr<ProcessJob> job, QByteArray &readBuffer, QObject *parent);
    ~ProcessRun() override;

    /// Starts it; a failure is reported to the job, and finished() follows.
    void start();
    /// SIGTERM to the tree, SIGKILL after the grace period. The first call decides the reported end.
    void terminate(ProcessEnd end, std::chrono::milliseconds grace);
    /// SIGKILL to the tree, now.
    void killTree();
    /// Takes what has happened without waiting; true when the run has ended. For the shutdown, which has no event loop.
    bool poll();

Q_SIGNALS:
    /// The job has its outcome. Launcher thread, once; the object may be deleted later.
    void finished();

private:
    void watch();
    void writeInput();
    void endInput();
    void dropInputNotifier();
    void readFrom(OutputChannel channel);
    void readAvailable();
    void consume(OutputChannel channel, QByteArrayView data);
    void readStatus();
    void onEnded();
    void checkTree();
    void report(ProcessOutcome outcome);
    [[nodiscard]] bool hasEnded();
    [[nodiscard]] bool sandboxIsGone() const;
    [[nodiscard]] ProcessOutcome outcome();
    void signalTree(int signal);

    struct Channel {
        explicit Channel(const ProcessSpec &spec)
            : tail(spec.maxOutput)
            , lines(spec.maxLine)
        {
        }
        FileDescriptor fd;
        std::unique_ptr<QSocketNotifier> notifier;
        TailBuffer tail;
        LineSplitter lines;
    };
    Channel &channel(OutputChannel which) { return which == OutputChannel::Out ? m_out : m_err; }

    std::shared_ptr<ProcessJob> m_job;
    QByteArray &m_readBuffer; ///< shared by all runs of the thread
    QByteArray m_mark;
    QByteArray m_input; ///< for its stdin; from m_written on still to be written
    ChildProcess m_child;
    Channel m_out, m_err;
    qsizetype m_written = 0;
    std::unique_ptr<QSocketNotifier> m_inputNotifier, m_endNotifier, m_statusNotifier;
    QTimer m_timeout, m_grace, m_poll;
    QElapsedTimer m_clock;
    QElapsedTimer m_sinceEnd;
    QByteArray m_status; ///< what bubblewrap reported
    pid_t m_sandboxInit = 0; ///< process 1 of the sandbox; its end is the end of all in it
    FileDescriptor m_sandboxFd;
    std::optional<ProcessEnd> m_forced; ///< TimedOut or Cancelled
    int m_exitCode = -1;
    int m_exitSignal = 0;
    bool m_ended = false; ///< the first process has ended (not yet reaped: its number stays ours)
    bool m_reported = false;
    std::chrono::milliseconds m_leftoverGrace { 200 };
};

} // namespace slipway::process
