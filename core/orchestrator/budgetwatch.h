// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/usage.h"
#include "core/orchestrator/services.h"
#include "core/orchestrator/spendledger.h"

#include <functional>

namespace slipway::orchestrator {

/// Hard budgets: books what runs cost (`spend.json`). A budget that is used up pauses the project (or everything) and opens a
/// gate; approving it grants the same amount again. Money only: subscription and recorded runs are bound by tokens, turns and
/// minutes. Engine thread.
class BudgetWatch final {
public:
    using Pause = std::function<void(const QString &project)>; ///< empty name: everything

    BudgetWatch(Services &services, Pause pause);
    [[nodiscard]] Result<> load();
    /// Books a run of the project, once.
    void book(Project &project, const QString &run, const domain::Usage &usage);
    /// A person granted a used-up budget once more. Gives the project to resume (empty: everything).
    [[nodiscard]] QString grant(const QString &gateKey);

private:
    [[nodiscard]] QString file() const;
    void open(const SpendLedger::Overrun &overrun, const QString &project);
    void save();

    Services &m_services;
    Pause m_pause;
    SpendLedger m_ledger;
};

} // namespace slipway::orchestrator
