// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/orchestrator/services.h"

namespace slipway::orchestrator {

/// Moves what ended some time ago out of Redis into the history, and bounds the transcripts on disk, so that an engine that
/// runs for a month is no larger than on its second day. Engine thread; await stop() before destruction.
class HistoryKeeper final {
public:
    explicit HistoryKeeper(Services &services);

    /// Before anything counts issues.
    [[nodiscard]] Async<> load();
    void start();
    [[nodiscard]] QCoro::Task<> stop();
    /// A project's issues that the history holds; some may be in the queue as well (moved just now, or made anew).
    [[nodiscard]] history::EndedIssues endedIssues(const QString &project) const { return m_ended.value(project); }
    [[nodiscard]] Async<> forget(QString project);

private:
    [[nodiscard]] QCoro::Task<> loop();
    [[nodiscard]] Async<> moveEnded();
    void rotate();
    Services &m_services;
    QHash<QString, history::EndedIssues> m_ended;
    base::TaskScope m_scope;
};

} // namespace slipway::orchestrator
