// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

#include <vector>

namespace slipway::agents {

struct AgentCatalogOptions {
    QString selfPath; ///< path of this executable: the replay agent is `slipway internal-replay`
    QString claudePath; ///< empty: `claude` in PATH
    /// Private folder for what CLIs keep between runs (sessions, so that they can be resumed), one subfolder a CLI.
    /// Empty: nothing is kept, or the CLI's own folder in the user's home is used.
    QString stateFolder;
};

/// All drivers, by name. `acp:PROGRAM ARGS` and `command:PROGRAM ARGS` make a driver on demand. Immutable after construction, any thread.
class AgentCatalog final {
public:
    explicit AgentCatalog(AgentCatalogOptions options);
    /// NotFound (with the list) for an unknown name.
    [[nodiscard]] Result<std::shared_ptr<const AgentDriver>> find(const QString &name) const;
    [[nodiscard]] QList<std::shared_ptr<const AgentDriver>> all() const;
    /// And those of these names that are made on demand (`acp:…`, `command:…`).
    [[nodiscard]] QList<std::shared_ptr<const AgentDriver>> allWith(const QStringList &names) const;
    /// The first real CLI that is installed and signed in, else replay.
    [[nodiscard]] Async<std::shared_ptr<const AgentDriver>> detect(process::ProcessRunner &runner) const;

private:
    AgentCatalogOptions m_options;
    QList<std::shared_ptr<const AgentDriver>> m_drivers;
};

} // namespace slipway::agents
