// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <sys/types.h>

#include <utility>

namespace slipway::process {

/// A file descriptor that closes itself. Move only.
class FileDescriptor final {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd)
        : m_fd(fd)
    {
    }
    FileDescriptor(FileDescriptor &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    FileDescriptor &operator=(FileDescriptor &&other) noexcept
    {
        reset(std::exchange(other.m_fd, -1));
        return *this;
    }
    FileDescriptor(const FileDescriptor &) = delete;
    FileDescriptor &operator=(const FileDescriptor &) = delete;
    ~FileDescriptor() { reset(); }

    void reset(int fd = -1);
    [[nodiscard]] int value() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }

private:
    int m_fd = -1;
};

/// What to execute, already in bytes.
struct ChildRequest {
    QByteArray program; ///< absolute
    QList<QByteArray> arguments; ///< argv, the program's name first
    QList<QByteArray> environment; ///< `NAME=value`
    QByteArray workingDirectory;
    bool withInput = false; ///< stdin is a pipe; otherwise /dev/null
    bool withStatus = false; ///< file descriptor 3 is a pipe to us
};

/// A started child: leader of its own session and process group, killed when the thread that started it ends.
struct ChildProcess {
    pid_t pid = -1;
    FileDescriptor pidFd; ///< readable when the child has ended; closed where the kernel has none
    FileDescriptor input, output, error, status; ///< our ends, non-blocking
};

/// Starts a child. Unavailable with the reason if the pipes or the execution fail. The calling thread must live as long
/// as the child is to live.
[[nodiscard]] Result<ChildProcess> startChild(const ChildRequest &request);

/// A descriptor that becomes readable when `pid` ends; closed if there is no such process.
[[nodiscard]] FileDescriptor openPidFd(pid_t pid);

} // namespace slipway::process
