// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/orchestrator/project.h"

#include <memory>

namespace slipway::orchestrator {

using ProjectPtr = std::shared_ptr<Project>;

/// All projects of a home, as found in `ai-dev-pipeline/projects/*/.project_metadata.json`: the disk is the truth.
/// Lives in the engine thread (or, read-only, in a command's).
class ProjectRegistry final {
public:
    ProjectRegistry(QString projectsFolder, QString stateFolder, const base::Clock &clock);
    /// Reads the folder. An unreadable project is skipped with a warning, never deleted.
    [[nodiscard]] Result<> load();

    /// Makes the folder `project_YYYYMMDD_HHMMSS` (`_2` on a collision) and its metadata. Conflict if the name is taken,
    /// Invalid for a name that is no slug.
    [[nodiscard]] Result<ProjectPtr> create(Project project);
    [[nodiscard]] Result<> save(const Project &project);
    /// The project's folder and metadata go; what it deployed or pushed is the caller's.
    [[nodiscard]] Result<> remove(const QString &name);

    [[nodiscard]] QList<ProjectPtr> all() const { return m_projects; } ///< oldest first
    /// By name; empty: the active one. NotFound with the names there are.
    [[nodiscard]] Result<ProjectPtr> find(const QString &name) const;
    [[nodiscard]] QString active() const;
    [[nodiscard]] Result<> setActive(const QString &name);
    /// A free name made from an idea ("Build a URL shortener" → url-shortener).
    [[nodiscard]] QString nameFor(const QString &idea) const;

private:
    QString m_folder, m_stateFolder;
    const base::Clock &m_clock;
    QList<ProjectPtr> m_projects;
    QString m_active;
};

} // namespace slipway::orchestrator
