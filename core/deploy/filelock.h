// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <chrono>

namespace slipway::deploy {

/// flock(2) on a file of its own beside what it guards: holds against other processes and against other holders in
/// this one; the kernel drops it when the holder dies. Move only, any thread, freed by the destructor.
class FileLock final {
public:
    /// Conflict when somebody else still holds it after `patience` (0: one try). Blocks the calling thread so long:
    /// only for locks that are held for milliseconds, or with no patience.
    [[nodiscard]] static Result<FileLock> acquire(const QString &path, std::chrono::milliseconds patience);

    /// Waits for it without blocking the thread, up to `patience`; Conflict behind that.
    [[nodiscard]] static Async<FileLock> wait(QString path, std::chrono::milliseconds patience);

    FileLock(FileLock &&other) noexcept;
    FileLock &operator=(FileLock &&other) noexcept;
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;
    ~FileLock();

private:
    explicit FileLock(int descriptor);
    int m_descriptor;
};

} // namespace slipway::deploy
