// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <functional>

struct redisAsyncContext;
struct timeval;

namespace slipway::redis {

/// Drives one hiredis context by the event loop of the thread it is created in. Private to core/redis.
/// hiredis frees the context itself when a connection breaks: its cleanup hook ends up in `onGone`, after which nothing of
/// this object touches the context. Must not be destroyed from inside a callback of hiredis.
class HiredisAdapter final : public QObject {
    Q_DISABLE_COPY_MOVE(HiredisAdapter)
public:
    HiredisAdapter(redisAsyncContext *context, std::function<void()> onGone);
    ~HiredisAdapter() override;
    /// Writes what is to be written now instead of later; the context may be gone after it.
    void write();

private:
    static HiredisAdapter *of(void *data) { return static_cast<HiredisAdapter *>(data); }
    void cleanUp();
    void schedule(timeval delay);
    void wantToWrite();
    void customEvent(QEvent *event) override; ///< writes

    redisAsyncContext *m_context;
    std::function<void()> m_onGone;
    QSocketNotifier m_read;
    QSocketNotifier m_write;
    QTimer m_timer;
    bool m_writePosted = false;
    bool m_isWriting = false;
};

} // namespace slipway::redis
