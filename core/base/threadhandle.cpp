// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/threadhandle.h"

namespace slipway::base {

void ThreadQuitter::operator()(QThread *thread) const
{
    if (!thread)
        return;
    thread->quit();
    thread->wait();
    delete thread;
}

ThreadHandle startThread(const QString &name)
{
    ThreadHandle handle(new QThread);
    handle->setObjectName(name);
    handle->start();
    return handle;
}

} // namespace slipway::base
