// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"

#include <QHash>
#include <QList>
#include <QString>

#include <memory>

namespace slipway::forge {

/// Lets one coroutine at a time work under a name; the others wait in order. What looks something up and then makes it
/// needs that: two at once would both find nothing. One thread.
class KeyedLock final {
    struct State {
        QHash<QString, QList<std::shared_ptr<base::CompletionSource<>>>> waiting; // by held name
    };

public:
    /// Holds the name until it goes away.
    class Held final {
    public:
        Held(std::shared_ptr<State> state, QString key)
            : m_state(std::move(state))
            , m_key(std::move(key))
        {
        }
        Held(Held &&other) noexcept
            : m_state(std::move(other.m_state))
            , m_key(std::move(other.m_key))
        {
        }
        Held &operator=(Held &&) = delete;
        ~Held()
        {
            if (!m_state)
                return;
            const auto it = m_state->waiting.find(m_key);
            while (it != m_state->waiting.end() && !it->isEmpty()) {
                const auto next = it->takeFirst();
                if (next->resolve({}))
                    return;
            }
            m_state->waiting.remove(m_key);
        }

    private:
        std::shared_ptr<State> m_state;
        QString m_key;
    };

    [[nodiscard]] QCoro::Task<Held> lock(QString key)
    {
        const auto state = m_state;
        const auto it = state->waiting.find(key);
        if (it == state->waiting.end()) {
            state->waiting.insert(key, {});
        } else {
            const auto turn = std::make_shared<base::CompletionSource<>>();
            it->append(turn);
            auto completion = turn->completion();
            co_await completion;
        }
        co_return Held(state, key);
    }

private:
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace slipway::forge
