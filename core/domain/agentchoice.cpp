// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/agentchoice.h"

namespace slipway::domain {

namespace {
constexpr qsizetype longestName = 40;
const QString generalKey = QStringLiteral("agent"), rolesKey = QStringLiteral("agents_by_role");
} // namespace

QString shortAgentName(const QString &name)
{
    return name.size() <= longestName ? name : name.left(longestName - 1) + QChar(0x2026);
}

QString AgentChoice::of(const QString &role) const
{
    return byRole.value(role, general);
}

QStringList AgentChoice::all() const
{
    QStringList names { general };
    names.append(byRole.values());
    names.removeAll(QString());
    names.removeDuplicates();
    return names;
}

QString AgentChoice::text() const
{
    QString text = shortAgentName(general);
    for (auto it = byRole.cbegin(); it != byRole.cend(); ++it)
        text += QStringLiteral(", %1: %2").arg(it.key(), shortAgentName(it.value()));
    return text;
}

void write(const AgentChoice &choice, QJsonObject *json)
{
    json->insert(generalKey, choice.general);
    if (choice.byRole.isEmpty())
        return;
    QJsonObject roles;
    for (auto it = choice.byRole.cbegin(); it != choice.byRole.cend(); ++it)
        roles.insert(it.key(), it.value());
    json->insert(rolesKey, roles);
}

AgentChoice agentChoiceFromJson(const QJsonObject &json)
{
    AgentChoice choice { json.value(generalKey).toString(), {} };
    const auto roles = json.value(rolesKey).toObject();
    for (auto it = roles.constBegin(); it != roles.constEnd(); ++it)
        choice.byRole.insert(it.key(), it.value().toString());
    return choice;
}

} // namespace slipway::domain
