// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/usage.h"
#include "core/orchestrator/services.h"

#include <functional>

namespace slipway::orchestrator {

/// Hard budgets: what a project has spent, and what all have spent today (`spend.json`). A budget that is used up pauses
/// the project (or everything) and opens a gate; approving it grants the same amount again. Money only: subscription and
/// recorded runs are bound by tokens, turns and minutes. Engine thread.
class BudgetWatch final {
public:
    using Pause = std::function<void(const QString &project)>; ///< empty name: everything

    BudgetWatch(Services &services, Pause pause);
    [[nodiscard]] Result<> load();
    /// Books a run of the project.
    void book(Project &project, const domain::Usage &usage);
    /// A person granted a used-up budget once more. Gives the project to resume (empty: everything).
    [[nodiscard]] QString grant(const QString &gateKey);

private:
    void check(const Project &project);
    void open(const QString &key, const QString &project, const QString &what, double spent, double limit);
    void save();

    Services &m_services;
    Pause m_pause;
    QString m_day;
    double m_today = 0;
    double m_grantedToday = 0;
    QHash<QString, double> m_granted; ///< by project, on top of the setting
};

} // namespace slipway::orchestrator
