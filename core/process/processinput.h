// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <functional>
#include <mutex>

namespace slipway::process {

/// The open stdin of a process that is talked to while it runs (`ProcessSpec::talk`). Shared by the caller, who writes, and
/// the runner, who takes. Every function from any thread. A process that does not read is not written to for ever: beyond
/// 64 MiB that wait, its stdin is closed.
class ProcessInput final {
public:
    ProcessInput() = default;
    ProcessInput(const ProcessInput &) = delete;
    ProcessInput &operator=(const ProcessInput &) = delete;

    /// Queued in order; nothing after close().
    void write(const QByteArray &bytes);
    /// Closes stdin when all that was written before has been taken.
    void close();

    // For runners.
    /// What was written since the last call.
    [[nodiscard]] QByteArray take();
    [[nodiscard]] bool isClosed() const;
    /// Called under the lock after every write() and close(): has to post to the runner's thread. Empty: nobody is there any
    /// more.
    void setHook(std::function<void()> hook);

private:
    mutable std::mutex m_mutex;
    QByteArray m_waiting;
    std::function<void()> m_hook;
    bool m_closed = false;
};

} // namespace slipway::process
