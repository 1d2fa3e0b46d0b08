// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workers/agentslots.h"

namespace slipway::workers {

AgentSlots::AgentSlots(int count)
    : m_free(count)
{
}

AgentSlots::Permit::Permit(std::shared_ptr<AgentSlots> slots)
    : m_slots(std::move(slots))
{
}

AgentSlots::Permit::~Permit()
{
    if (m_slots)
        m_slots->release();
}

Async<std::shared_ptr<AgentSlots::Permit>> AgentSlots::acquire(std::stop_token stop)
{
    const auto self = shared_from_this();
    std::shared_ptr<base::CompletionSource<>> source;
    {
        const std::lock_guard lock(m_mutex);
        if (m_free > 0) {
            --m_free;
        } else {
            source = std::make_shared<base::CompletionSource<>>();
            m_waiting.push_back(source);
        }
    }
    if (source) {
        const std::stop_callback onStop(
            stop, [source] { source->resolve(fail(ErrorCode::Cancelled, QStringLiteral("Stopped"))); });
        // A release() that already handed the slot over wins over a later stop: resolve() is true only once.
        const auto granted = co_await source->completion();
        if (!granted)
            co_return forward(granted);
    }
    co_return std::make_shared<Permit>(self);
}

void AgentSlots::release()
{
    const std::lock_guard lock(m_mutex);
    while (!m_waiting.empty()) {
        const auto next = m_waiting.front();
        m_waiting.pop_front();
        if (next->resolve({}))
            return; // the slot went to the next in line
    }
    ++m_free;
}

} // namespace slipway::workers
