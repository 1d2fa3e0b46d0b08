// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"

#include <deque>
#include <memory>
#include <mutex>

namespace slipway::workers {

/// The bound on agents running at once, over all pools of this process. Thread-safe; first come, first served.
class AgentSlots final : public std::enable_shared_from_this<AgentSlots> {
public:
    explicit AgentSlots(int count);

    /// Gives its slot back when it goes out of scope.
    class Permit {
    public:
        explicit Permit(std::shared_ptr<AgentSlots> slots);
        Permit(Permit &&) noexcept = default;
        Permit &operator=(Permit &&) = delete;
        ~Permit();

    private:
        std::shared_ptr<AgentSlots> m_slots;
    };

    /// Waits for a free slot; Cancelled on stop.
    [[nodiscard]] Async<std::shared_ptr<Permit>> acquire(std::stop_token stop);

private:
    void release();
    std::mutex m_mutex;
    int m_free;
    std::deque<std::shared_ptr<base::CompletionSource<>>> m_waiting;
};

} // namespace slipway::workers
