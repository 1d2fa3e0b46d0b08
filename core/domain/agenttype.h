// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace slipway::domain {

/// The five kinds of worker; each has its own queue and pool.
enum class AgentType { Backend, Frontend, Database, Devops, Qa };

[[nodiscard]] QString toString(AgentType type); ///< `backend` …
[[nodiscard]] std::optional<AgentType> agentTypeFromString(const QString &name);
[[nodiscard]] const QList<AgentType> &allAgentTypes();

} // namespace slipway::domain
