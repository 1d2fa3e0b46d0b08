// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/merge/mergetrain.h"

namespace slipway::merge {

MergeTrain::MergeTrain(forge::Forge &forge, QString repo)
    : m_forge(forge)
    , m_repo(std::move(repo))
{
}

Async<forge::MergeOutcome> MergeTrain::merge(int pullRequest, QString approvedHead)
{
    if (m_busy) {
        auto turn = m_waiting.emplace_back().completion();
        CO_CHECK(co_await turn);
    }
    m_busy = true;
    auto outcome = co_await m_forge.merge(m_repo, pullRequest, approvedHead);
    if (m_waiting.empty()) {
        m_busy = false;
    } else {
        auto next = std::move(m_waiting.front());
        m_waiting.pop_front();
        next.resolve({});
    }
    co_return outcome;
}

} // namespace slipway::merge
