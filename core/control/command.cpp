// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/command.h"

#include <QUuid>

namespace slipway::control {

Command makeCommand(const QString &face, const QString &verb, QJsonObject arguments)
{
    const QString user = qEnvironmentVariable("USER", QStringLiteral("unknown"));
    return { QUuid::createUuid().toString(QUuid::WithoutBraces), face + QLatin1Char(':') + user, verb,
             std::move(arguments) };
}

} // namespace slipway::control
