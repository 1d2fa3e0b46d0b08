// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/programspec.h"

#include <QFileInfo>

namespace slipway::agents {

Result<process::ProcessSpec> programSpec(const QStringList &command, const AgentRequest &request)
{
    process::ProcessSpec spec;
    spec.program = process::findProgram(command.constFirst());
    if (spec.program.isEmpty()) {
        return fail(ErrorCode::NotFound,
                    QStringLiteral("The agent's program %1 was not found").arg(command.constFirst()),
                    QStringLiteral("Install it or give its full path"));
    }
    spec.arguments = command.mid(1);
    spec.workingDirectory = request.workspace;
    spec.environment = process::baseEnvironment();
    process::SandboxProfile profile;
    profile.writable = { request.workspace };
    profile.readable = request.readable;
    for (const QString &argument : std::as_const(spec.arguments)) {
        // Scripts named by full path as an argument (`command:python3 /opt/agent.py`) have to be seen too.
        if (QFileInfo(argument).isAbsolute() && QFileInfo::exists(argument))
            profile.readable.append(argument);
    }
    profile.network = true; // an agent talks to its model
    spec.sandbox = profile;
    return spec;
}

QString installHint(const QString &program)
{
    return QStringLiteral("Install %1 or give its full path").arg(program);
}

} // namespace slipway::agents
