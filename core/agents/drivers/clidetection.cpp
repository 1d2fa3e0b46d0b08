// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/clidetection.h"

#include <QRegularExpression>

namespace slipway::agents {

Async<AgentAvailability> detectCli(process::ProcessRunner &runner, CliFacts facts)
{
    AgentAvailability found;
    found.path = facts.path;
    if (found.path.isEmpty()) {
        found.hint = facts.installHint;
        co_return found;
    }
    process::ProcessSpec spec;
    spec.program = found.path;
    spec.arguments = { QStringLiteral("--version") };
    spec.workingDirectory = QStringLiteral("/");
    spec.environment = process::baseEnvironment();
    spec.environment.insert(QStringLiteral("DISABLE_AUTOUPDATER"), QStringLiteral("1"));
    spec.environment.insert(QStringLiteral("NO_COLOR"), QStringLiteral("1"));
    spec.timeout = std::chrono::seconds(20);
    const auto outcome = co_await runner.run(std::move(spec));
    static const QRegularExpression number(QStringLiteral("\\d+\\.\\d+[0-9A-Za-z.+-]*"));
    found.installed = outcome.ok();
    found.version = number.match(QString::fromUtf8(outcome.out)).captured();
    found.signedIn = found.installed && facts.isSignedIn;
    if (!found.installed)
        found.hint = QStringLiteral("%1 (%2) does not start; install it again").arg(facts.title, found.path);
    else if (!found.signedIn)
        found.hint = facts.signInHint;
    co_return found;
}

} // namespace slipway::agents
