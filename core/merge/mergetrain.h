// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/base/taskscope.h"
#include "core/forge/forge.h"

#include <deque>

namespace slipway::merge {

/// Merges the approved pull requests of one repository one after the other, so that each is merged onto what the one before
/// left. A head that moved since it was reviewed is not merged. Lives in the engine thread.
class MergeTrain final {
public:
    MergeTrain(forge::Forge &forge, QString repo);
    /// Waits for its turn, then merges. Conflict and a moved head are outcomes, not errors.
    [[nodiscard]] Async<forge::MergeOutcome> merge(int pullRequest, QString approvedHead);

private:
    forge::Forge &m_forge;
    QString m_repo;
    bool m_busy = false;
    std::deque<base::CompletionSource<>> m_waiting;
};

} // namespace slipway::merge
