// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"
#include "core/storage/database.h"

#include <QHash>
#include <QSet>

namespace slipway::history {

/// Numbers of a project's ended issues (without reviews).
using EndedIssues = QSet<int>;

/// Ended tasks, kept after the queue has forgotten them. Any thread; owned by bootstrap beside its Database, whose file is open
/// when open() is called. Errors are those of the database.
class TaskHistory final {
public:
    explicit TaskHistory(storage::Database &database);

    [[nodiscard]] Async<> open();
    /// A task that is there already (it was opened again, and ended again) is replaced. All of them or none.
    [[nodiscard]] Async<> keep(QList<domain::Task> tasks);
    [[nodiscard]] Async<std::optional<domain::Task>> task(domain::TaskKey key);
    /// Newest first, after the newest `skip`.
    [[nodiscard]] Async<QList<domain::Task>> tasks(QString project, int limit, int skip = 0);
    [[nodiscard]] Async<QHash<QString, EndedIssues>> endedIssues();
    [[nodiscard]] Async<> forget(QString project);

private:
    storage::Database &m_database;
};

} // namespace slipway::history
