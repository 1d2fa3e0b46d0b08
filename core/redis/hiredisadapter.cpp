// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/hiredisadapter.h"

#include <QCoreApplication>
#include <QEvent>

#include <async.h>

#include <chrono>
#include <utility>

namespace slipway::redis {

HiredisAdapter::HiredisAdapter(redisAsyncContext *context, std::function<void()> onGone)
    : m_context(context)
    , m_onGone(std::move(onGone))
    , m_read(context->c.fd, QSocketNotifier::Read)
    , m_write(context->c.fd, QSocketNotifier::Write)
{
    m_read.setEnabled(false);
    m_write.setEnabled(false);
    m_timer.setSingleShot(true);
    // Any of these may free the context, which disables the notifiers (cleanUp) before their descriptor is closed.
    connect(&m_read, &QSocketNotifier::activated, this, [this] {
        if (m_context)
            redisAsyncHandleRead(m_context);
    });
    connect(&m_write, &QSocketNotifier::activated, this, [this] {
        if (m_context)
            redisAsyncHandleWrite(m_context);
    });
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_context)
            redisAsyncHandleTimeout(m_context);
    });
    auto &hooks = context->ev;
    hooks.data = this;
    hooks.addRead = [](void *data) { of(data)->m_read.setEnabled(true); };
    hooks.delRead = [](void *data) { of(data)->m_read.setEnabled(false); };
    hooks.addWrite = [](void *data) { of(data)->wantToWrite(); };
    hooks.delWrite = [](void *data) { of(data)->m_write.setEnabled(false); };
    hooks.cleanup = [](void *data) { of(data)->cleanUp(); };
    hooks.scheduleTimer = [](void *data, timeval delay) { of(data)->schedule(delay); };
}

HiredisAdapter::~HiredisAdapter()
{
    if (!m_context)
        return;
    // The owner closes the context first; should it not, hiredis must at least not call into freed memory.
    m_context->ev = {};
}

void HiredisAdapter::cleanUp()
{
    m_read.setEnabled(false);
    m_write.setEnabled(false);
    m_timer.stop();
    m_context->ev = {};
    m_context = nullptr;
    m_onGone();
}

void HiredisAdapter::wantToWrite()
{
    // A socket that is connected takes nearly every write at once, so it is tried as soon as whoever runs now has said all;
    // switching a notifier on and off for each would cost three trips through the event loop.
    if (m_isWriting || (m_context->c.flags & REDIS_CONNECTED) == 0) {
        m_write.setEnabled(true);
    } else if (!m_writePosted) {
        m_writePosted = true;
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
    }
}

void HiredisAdapter::customEvent(QEvent * /*event*/)
{
    m_writePosted = false;
    write();
}

void HiredisAdapter::write()
{
    // Inside a callback hiredis could not free the context if this finds it broken; the posted event comes later.
    if (!m_context || (m_context->c.flags & REDIS_IN_CALLBACK) != 0)
        return;
    m_isWriting = true; // what is left over waits for the notifier
    redisAsyncHandleWrite(m_context);
    m_isWriting = false;
}

void HiredisAdapter::schedule(timeval delay)
{
    m_timer.start(std::chrono::seconds(delay.tv_sec)
                  + std::chrono::ceil<std::chrono::milliseconds>(std::chrono::microseconds(delay.tv_usec)));
}

} // namespace slipway::redis
