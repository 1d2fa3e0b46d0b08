// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/roleproject.h"

#include <QTest>

namespace slipway::test {

std::unique_ptr<QProcess> serveWithAgentFor(SlipwayHome &home, const QString &role, const QString &agent)
{
    const auto worked = [](const CommandEnd &end) {
        if (end.exitCode != 0)
            qWarning("%s", end.err.constData());
        return end.exitCode == 0;
    };
    home.setEnvironment(QStringLiteral("SLIPWAY_REPLAY_PACE"), QStringLiteral("0"));
    if (!worked(home.run(
            { QStringLiteral("config"), QStringLiteral("set"), QStringLiteral("agent.roles.") + role, agent })))
        return {};
    auto engine = home.start({ QStringLiteral("--server") });
    QByteArray said;
    if (!QTest::qWaitFor([&] { return (said += engine->readAllStandardError()).contains("serves"); }, 30000)) {
        qWarning("%s", said.constData());
        return {};
    }
    const bool isQueued
        = worked(home.run({ QStringLiteral("new"), QStringLiteral("Build a URL shortener"), QStringLiteral("--yes"),
                            QStringLiteral("--allow"), QStringLiteral("agent") },
                          120000))
        && worked(home.run({ QStringLiteral("run"), QStringLiteral("--wait") }, 300000));
    return isQueued ? std::move(engine) : nullptr;
}

} // namespace slipway::test
