// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/socketpause.h"

#include "core/control/command.h"
#include "core/control/enginesocket.h"

namespace slipway::app {

Async<std::optional<QJsonObject>> pauseBySocket(QString socket, QString face, bool anyway)
{
    const QString actor = control::makeCommand(face, QStringLiteral("pause")).actor;
    const auto health
        = co_await control::askEngine(socket, QStringLiteral("health"), actor, std::chrono::milliseconds(2000));
    if (!health)
        co_return std::nullopt;
    if (!anyway && health->value(QLatin1String("redis")).toObject().value(QLatin1String("connected")).toBool())
        co_return std::nullopt;
    CO_TRY(QJsonObject answer,
           co_await control::askEngine(socket, QStringLiteral("pause"), actor, std::chrono::seconds(15)));
    answer.insert(QStringLiteral("via"), QStringLiteral("socket"));
    answer.insert(QStringLiteral("pid"), health->value(QLatin1String("pid")));
    co_return answer;
}

QString socketPauseText(const QJsonObject &answer)
{
    return QStringLiteral("Redis cannot be reached: the engine (pid %1) was paused through its own socket. %2 It stays "
                          "paused, also after a restart, until `slipway resume --all`.")
        .arg(answer.value(QLatin1String("pid")).toInteger())
        .arg(answer.value(QLatin1String("workers_stopped")).toBool() ? QStringLiteral("Its agents have been stopped.")
                                                                     : QStringLiteral("Its agents are being stopped."));
}

} // namespace slipway::app
