// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workers/testrun.h"

namespace slipway::workers {

process::ProcessSpec testSpec(const QString &command, const QString &folder, const process::SandboxProfile &profile,
                              std::chrono::milliseconds timeout)
{
    process::ProcessSpec spec;
    spec.program = QStringLiteral("/bin/sh");
    spec.arguments = { QStringLiteral("-ec"), command };
    spec.workingDirectory = folder;
    spec.environment = process::baseEnvironment();
    spec.environment.insert(QStringLiteral("CI"), QStringLiteral("true"));
    spec.timeout = timeout;
    spec.maxOutput = 64 * 1024;
    spec.sandbox = profile;
    return spec;
}

} // namespace slipway::workers
