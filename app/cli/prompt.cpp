// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/prompt.h"

#include <cstdio>
#include <unistd.h>

namespace slipway::app {

std::optional<bool> askOnTerminal(const QString &question)
{
    if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0)
        return std::nullopt;
    char line[64] = {};
    while (true) {
        std::fputs(qUtf8Printable(question), stderr);
        std::fflush(stderr);
        if (!std::fgets(line, sizeof line, stdin))
            return std::nullopt;
        const QString answer = QString::fromUtf8(line).trimmed().toLower();
        if (answer == QLatin1String("y") || answer == QLatin1String("yes"))
            return true;
        if (answer == QLatin1String("n") || answer == QLatin1String("no"))
            return false;
    }
}

} // namespace slipway::app
