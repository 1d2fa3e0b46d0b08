// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThread>

#include <memory>

namespace slipway::base {

struct ThreadQuitter {
    void operator()(QThread *thread) const;
};

/// A thread with an event loop that quits and is waited for when the handle goes away.
using ThreadHandle = std::unique_ptr<QThread, ThreadQuitter>;

/// Starts a named thread. Objects moved into it are to be deleted by `QThread::finished`.
[[nodiscard]] ThreadHandle startThread(const QString &name);

/// Runs `function` in the thread of `context` and waits for it. For construction and shutdown only, never in a loop.
template <typename Function>
void runIn(QObject *context, Function function)
{
    if (context->thread() == QThread::currentThread())
        function();
    else
        QMetaObject::invokeMethod(context, std::move(function), Qt::BlockingQueuedConnection);
}

} // namespace slipway::base
