// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/statestore.h"

#include <QTimer>

namespace slipway::control {

/// Writes the engine's StateStore to `slipway:snapshot`, at most every `interval` and only when it changed, so that a new
/// face starts from it. Lives in the engine thread; the text is made in a thread of the pool.
class SnapshotWriter final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SnapshotWriter)
public:
    SnapshotWriter(StateStore &store, redis::RedisClient &client, queue::Keys keys, QObject *parent = nullptr);
    /// From now on every change is written.
    void start();
    /// Writes now; for start-up (before any face looks) and shutdown.
    [[nodiscard]] Async<> writeNow();

private:
    void schedule();
    StateStore &m_store;
    redis::RedisClient &m_client;
    queue::Keys m_keys;
    QTimer m_timer;
    int m_inHand = 0;
    int m_newest = 0; ///< number of the snapshot that was begun last
};

} // namespace slipway::control
