// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/acppolicy.h"

#include "core/agents/drivers/parsing.h"

#include <QDir>
#include <QJsonArray>

#include <algorithm>

namespace slipway::agents {

namespace {

bool isOneOf(const QString &kind, std::initializer_list<const char *> kinds)
{
    return std::ranges::any_of(kinds, [&](const char *other) { return kind == QLatin1String(other); });
}

/// The first option of the kinds, in the order of the kinds.
QString optionOf(const QJsonArray &options, std::initializer_list<const char *> kinds)
{
    for (const char *kind : kinds) {
        for (const auto &value : options) {
            const QJsonObject option = value.toObject();
            if (textOf(option, "kind") == QLatin1String(kind))
                return textOf(option, "optionId");
        }
    }
    return {};
}

/// A file that the call names and that is not below the workspace; empty if there is none.
QString fileOutside(const QJsonObject &call, const QString &workspace)
{
    QStringList paths;
    for (const auto &location : call.value(QLatin1String("locations")).toArray())
        paths.append(textOf(location.toObject(), "path"));
    for (const auto &content : call.value(QLatin1String("content")).toArray())
        paths.append(textOf(content.toObject(), "path")); // of a diff
    for (const QString &path : std::as_const(paths)) {
        const QString clean = QDir::cleanPath(path);
        if (QDir::isAbsolutePath(clean) && clean != workspace && !clean.startsWith(workspace + QLatin1Char('/')))
            return path;
    }
    return {};
}

QString reasonToRefuse(const AgentRequest &request, const QJsonObject &call)
{
    const QString kind = textOf(call, "kind");
    const bool changes = isOneOf(kind, { "edit", "delete", "move" });
    if (isTextOnly(request.purpose) && (changes || kind == QLatin1String("execute")))
        return QStringLiteral("this task only writes text");
    if (const QString path = fileOutside(call, request.workspace); changes && !path.isEmpty())
        return QStringLiteral("%1 is outside of the workspace").arg(path);
    return {};
}

} // namespace

AcpPermission decidePermission(const AgentRequest &request, const QJsonObject &call, const QJsonArray &options)
{
    AcpPermission decision;
    decision.why = reasonToRefuse(request, call);
    if (decision.why.isEmpty()) {
        // Once, not always: every request is to be seen in the transcript.
        decision.option = optionOf(options, { "allow_once", "allow_always" });
        decision.isAllowed = !decision.option.isEmpty();
        if (!decision.isAllowed)
            decision.why = QStringLiteral("the agent offered no way to allow it");
        return decision;
    }
    decision.option = optionOf(options, { "reject_once", "reject_always" });
    return decision;
}

} // namespace slipway::agents
