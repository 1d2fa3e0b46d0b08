// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/commandwords.h"

#include <KShell>

namespace slipway::process {

QStringList commandWords(const QString &commandLine)
{
    KShell::Errors error = KShell::NoError;
    const QStringList words = KShell::splitArgs(commandLine, KShell::NoOptions, &error);
    return error == KShell::NoError ? words : QStringList();
}

} // namespace slipway::process
