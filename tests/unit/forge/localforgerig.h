// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/forge/local/localforge.h"
#include "core/git/git.h"
#include "core/process/hostprocessrunner.h"
#include "core/storage/database.h"
#include "tests/unit/forge/gitscratch.h"

#include <memory>

namespace slipway::test {

/// A local forge with everything below it: real git, real processes, a real database in a folder of its own.
class LocalForgeRig final {
public:
    explicit LocalForgeRig(process::SandboxKind sandbox = process::SandboxKind::None);
    ~LocalForgeRig();

    /// Ends the forge as a shutdown does, and starts it again on the same folder.
    void restart();
    /// Ends it; the folder stays.
    void stop();
    void start();

    [[nodiscard]] forge::LocalForge &forge() { return *m_forge; }
    [[nodiscard]] storage::Database &database() { return *m_database; }
    [[nodiscard]] QString stateFolder() const { return m_folder.path(); }
    [[nodiscard]] QString repositoryPath(const QString &repo) const;
    /// Applies at the next start().
    forge::LocalForgeSettings settings;

    /// Whether bubblewrap works here; why not, if not.
    [[nodiscard]] static Result<> sandboxWorks();

private:
    QTemporaryDir m_folder;
    base::SystemClock m_clock;
    process::HostProcessRunner m_runner;
    git::Git m_git;
    storage::StorageThread m_thread;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<forge::LocalForge> m_forge;
};

} // namespace slipway::test
