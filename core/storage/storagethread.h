// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/threadhandle.h"

#include <functional>

namespace slipway::storage {

/// The one thread in which every SQLite file is opened, used and closed. Created and destroyed in the main thread, before
/// and after the databases that use it.
class StorageThread final {
public:
    StorageThread();
    ~StorageThread();
    StorageThread(const StorageThread &) = delete;
    StorageThread &operator=(const StorageThread &) = delete;

    /// Runs `job` in the thread, behind what was posted before. Any thread.
    void post(std::function<void()> job);
    /// Posts and waits. For closing only.
    void postAndWait(std::function<void()> job);

private:
    base::ThreadHandle m_thread;
    QObject *m_context; // lives in m_thread, deleted by its end
};

} // namespace slipway::storage
