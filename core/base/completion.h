// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QObject>

#include <coroutine>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

namespace slipway::base {

/// Shared state of one CompletionSource and its Completion. Not used directly.
template <typename T>
struct CompletionState {
    std::mutex mutex;
    std::optional<Result<T>> value;
    std::coroutine_handle<> waiter;
    std::unique_ptr<QObject> home; ///< lives in the awaiting thread; the resumption is posted to it

    bool resolve(Result<T> result)
    {
        std::unique_lock lock(mutex);
        if (value)
            return false;
        value.emplace(std::move(result));
        if (!waiter)
            return true;
        const auto handle = std::exchange(waiter, nullptr);
        // Posted, never inline: the producer may be destroyed right after it resolved.
        QMetaObject::invokeMethod(home.get(), [handle] { handle.resume(); }, Qt::QueuedConnection);
        return true;
    }
};

/// Consumer side of a one-shot result: `co_await` gives Result<T>, exactly once, in the thread that awaited.
/// One waiter only. The awaiting thread must run an event loop until it is resolved.
template <typename T = void>
class Completion {
public:
    explicit Completion(std::shared_ptr<CompletionState<T>> state)
        : m_state(std::move(state))
    {
    }

    [[nodiscard]] bool await_ready() const
    {
        const std::lock_guard lock(m_state->mutex);
        return m_state->value.has_value();
    }
    bool await_suspend(std::coroutine_handle<> handle)
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->value)
            return false;
        Q_ASSERT_X(!m_state->waiter, "Completion", "a Completion has one waiter");
        m_state->home = std::make_unique<QObject>();
        m_state->waiter = handle;
        return true;
    }
    Result<T> await_resume()
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->home.reset();
        return *m_state->value;
    }

private:
    std::shared_ptr<CompletionState<T>> m_state;
};

/// Producer side: resolves at most once, from any thread. Destroyed unresolved, it resolves to Cancelled, so that no
/// coroutine is ever left hanging. Move only.
template <typename T = void>
class CompletionSource {
public:
    CompletionSource()
        : m_state(std::make_shared<CompletionState<T>>())
    {
    }
    CompletionSource(CompletionSource &&) noexcept = default;
    CompletionSource &operator=(CompletionSource &&other) noexcept
    {
        abandon();
        m_state = std::move(other.m_state);
        return *this;
    }
    CompletionSource(const CompletionSource &) = delete;
    CompletionSource &operator=(const CompletionSource &) = delete;
    ~CompletionSource() { abandon(); }

    /// False if it was resolved before.
    bool resolve(Result<T> result) const { return m_state && m_state->resolve(std::move(result)); }
    [[nodiscard]] Completion<T> completion() const { return Completion<T>(m_state); }

private:
    void abandon()
    {
        if (m_state)
            m_state->resolve(fail(ErrorCode::Cancelled, QStringLiteral("The operation was abandoned")));
    }
    std::shared_ptr<CompletionState<T>> m_state;
};

} // namespace slipway::base
