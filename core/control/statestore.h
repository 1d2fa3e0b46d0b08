// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/command.h"
#include "core/domain/snapshot.h"
#include "core/queue/keys.h"
#include "core/redis/redisclient.h"

#include <QObject>

#include <memory>

namespace slipway::control {

/// A face's own copy of the state: the engine's snapshot plus every event since. Lives in the face's thread; signals are
/// emitted there. Behind the trimmed stream, or after a reconnect, it fetches the snapshot anew (snapshotReset).
class StateStore final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StateStore)
public:
    /// Feeds itself from Redis after start().
    StateStore(redis::RedisAddress address, queue::Keys keys, QObject *parent = nullptr);
    /// Without a source: for tests and previews; feed it with reset() and apply().
    explicit StateStore(QObject *parent = nullptr);
    ~StateStore() override;

    void start();
    [[nodiscard]] const domain::Snapshot &snapshot() const { return m_snapshot; }
    [[nodiscard]] bool isConnected() const { return m_connected; }

    void reset(domain::Snapshot snapshot);
    void apply(const Event &event);

Q_SIGNALS:
    void snapshotReset(); ///< everything may have changed
    void projectChanged(const QString &name); ///< also added or removed
    void taskChanged(const QString &key);
    void workerChanged(const QString &id);
    void gatesChanged();
    void queuesChanged();
    void engineChanged();
    void transcriptGrew(const QString &run, const QJsonObject &event);
    void ciRunChanged(const QString &project, const slipway::domain::CiRun &run);
    void noticed(const QString &kind, const QString &project, const QString &title,
                 const QString &text); ///< for the tray and the log
    void eventReceived(const slipway::control::Event &event); ///< every event, after it was applied
    void connectedChanged(bool connected);

private:
    struct Feed;
    [[nodiscard]] bool isFrom(const QJsonObject &engine) const; ///< the snapshot is this engine's
    void applyTask(const QJsonObject &data);
    void applyView(const QString &type, const QJsonObject &data);
    void removeTask(const QString &key);
    void removeProject(const QString &name);

    domain::Snapshot m_snapshot;
    bool m_connected = false;
    std::shared_ptr<Feed> m_feed; // shared with its coroutine
};

} // namespace slipway::control

Q_DECLARE_METATYPE(slipway::control::Event)
