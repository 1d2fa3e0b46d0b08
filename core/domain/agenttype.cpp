// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/agenttype.h"

namespace slipway::domain {

QString toString(AgentType type)
{
    switch (type) {
    case AgentType::Backend:
        return QStringLiteral("backend");
    case AgentType::Frontend:
        return QStringLiteral("frontend");
    case AgentType::Database:
        return QStringLiteral("database");
    case AgentType::Devops:
        return QStringLiteral("devops");
    case AgentType::Qa:
        return QStringLiteral("qa");
    }
    Q_UNREACHABLE_RETURN({});
}

std::optional<AgentType> agentTypeFromString(const QString &name)
{
    for (const AgentType type : allAgentTypes()) {
        if (name == toString(type))
            return type;
    }
    return std::nullopt;
}

const QList<AgentType> &allAgentTypes()
{
    static const QList<AgentType> types { AgentType::Backend, AgentType::Frontend, AgentType::Database,
                                          AgentType::Devops, AgentType::Qa };
    return types;
}

} // namespace slipway::domain
