// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/base/taskscope.h"

namespace slipway::base {

/// Runs the coroutine that `make` gives in the thread of `context`, and resolves in the caller's. If `context` is destroyed
/// before its turn came (or its thread ends) the answer is Cancelled; once begun, the coroutine itself has to end.
template <typename T, typename Make>
Async<T> callIn(QObject *context, Make make)
{
    auto source = std::make_shared<CompletionSource<T>>();
    auto completion = source->completion();
    // Only what is posted owns the source: discarded with its receiver, it resolves.
    auto call = [source = std::move(source), make] {
        detach([](std::shared_ptr<CompletionSource<T>> to,
                  Async<T> task) -> QCoro::Task<> { to->resolve(co_await std::move(task)); }(source, make()),
               "call into another thread");
    };
    QMetaObject::invokeMethod(context, std::move(call), Qt::QueuedConnection);
    co_return co_await completion;
}

} // namespace slipway::base
