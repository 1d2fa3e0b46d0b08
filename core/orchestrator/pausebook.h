// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/services.h"

namespace slipway::orchestrator {

/// What is paused. The file in the state folder is the truth: Redis, which the claims look at, follows it and may lose
/// everything without lifting a pause. Engine thread.
class PauseBook final {
public:
    explicit PauseBook(Services &services);

    /// Reads file and Redis; what either says is paused. Changes nothing. A file that cannot be read pauses everything.
    [[nodiscard]] Async<> load();
    /// Makes file and Redis say the same again.
    [[nodiscard]] Async<> restore();
    /// `scope` is a project, or `*` for everything.
    [[nodiscard]] Async<> set(QString scope, bool paused, QString actor);
    /// For a project that is deleted: a later one of its name does not begin paused.
    void forget(const QString &project);

    [[nodiscard]] const QStringList &names() const { return m_names; } ///< projects, `*` for everything
    [[nodiscard]] bool isPaused(const QString &project) const;

private:
    [[nodiscard]] QString file() const;
    [[nodiscard]] Result<> save() const;
    Services &m_services;
    QStringList m_names;
};

} // namespace slipway::orchestrator
